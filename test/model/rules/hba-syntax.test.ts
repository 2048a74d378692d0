import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClusterInput } from '../../../config/schema/cluster.js';
import { hbaRuleSchema } from '../../../config/schema/access.js';
import { recordOfLine, recordOfRule } from '../../../src/model/hba-record.js';
import { resolveCluster } from '../../../src/model/resolve-cluster.js';
import { hbaLines } from '../../../src/render/pg-hba.js';
import { clusterConfig } from '../../fixtures/clusters.js';
import { problemsOf } from './problems-of.js';

type Rules = NonNullable<NonNullable<ClusterInput['postgresql']>['pg_hba']>;
type Version = 14 | 16 | 17 | 18;

const patroni = `registry.example.org/patroni@sha256:${'a'.repeat(64)}`;

function faults(pg_hba: Rules, version: Version = 17): string[] {
  const images = version === 17 ? {} : { patroni };
  const pg_ident = ['users anna@example.org anna'];
  return problemsOf({ postgresql: { version, pg_hba, pg_ident }, images }).map(
    ({ code, at }) => `${code} ${at}`,
  );
}

test.each([
  'local all postgres peer',
  'local all all ident map=users',
  'host all all 10.0.0.0/8 scram-sha-256',
  'host all all 10.0.0.0 255.0.0.0 scram-sha-256',
  'hostssl "my db",other +readers samenet cert map=users # why',
  'hostssl a, b all all scram-sha-256 clientcert=verify-ca,clientname=DN',
  'host all all ::1/128 reject',
  'host all all 2001:db8::/32 md5',
  'host all all .example.com ldap "ldapurl=ldap://ldap.example.com/dc=example"',
  'host all "/^app" all pam pamservice=postgresql',
])('%s can stand in pg_hba', (line) => {
  expect(faults([line], 14)).toEqual([]);
});

test.each([
  'hots all all 10.0.0.0/8 scram-sha-256',
  'host all all scram-sha-256',
  'host all all 10.0.0.0 255.0.0.0',
  'host all all 10.0.0.0 255.0.255.0 scram-sha-256',
  'host all all 10.0.0.0 ffff:: scram-sha-256',
  'host all all 10.0.0.0/33 scram-sha-256',
  'host all all 10.0.0.1/8 scram-sha-256',
  'host all all 2001:db8::1/32 scram-sha-256',
  'host all all 10.0.0/24 scram-sha-256',
  'host all all example.com/8 scram-sha-256',
  'host all all 10.0.0.0/8 scram',
  'host all all 10.0.0.0/8 peer',
  'host all all 10.0.0.0/8 cert',
  'host all all 10.0.0.0/8 oauth issuer=x scope=y',
  'host all all 10.0.0.0/8 scram-sha-256 map=users',
  'host all all 10.0.0.0/8 scram-sha-256 users',
  'host all all 10.0.0.0/8 scram-sha-256 clientcert=verify-full',
  'hostssl all all 10.0.0.0/8 scram-sha-256 clientcert=1',
  'host all all 10.0.0.0/8 ldap',
  'host all all 10.0.0.0/8 ldap ldapprefix=cn= ldapbasedn=dc=x',
  'host all all 10.0.0.0/8 radius radiusservers=a',
  'local all all gss',
  'local all @users peer',
  'host "all all 10.0.0.0/8 trust',
  'host all all 10.0.0.0/8 trust \\',
  '# only a comment',
  'include other.conf',
  '',
])('%s is refused in pg_hba', (line) => {
  expect(faults(['local all all peer', line])).toEqual(['HBA_SYNTAX postgresql.pg_hba[1]']);
});

test('a rule in parts is refused at the part that does not fit', () => {
  expect(
    faults([
      { type: 'local', address: '10.0.0.0/8', method: 'peer' },
      { type: 'host' },
      { type: 'host', address: '10.0.0.1/8' },
      { type: 'host', address: 'all', method: 'peer' },
      { type: 'host', address: 'all', options: { map: 'users' } },
      { type: 'host', address: 'all', user: ['+readers', '@admins'] },
      { type: 'hostssl', address: 'all', method: 'cert', options: { map: 'users' } },
    ]),
  ).toEqual([
    'HBA_SYNTAX postgresql.pg_hba[0].address',
    'HBA_SYNTAX postgresql.pg_hba[1]',
    'HBA_SYNTAX postgresql.pg_hba[2].address',
    'HBA_SYNTAX postgresql.pg_hba[3].method',
    'HBA_SYNTAX postgresql.pg_hba[4].options',
    'HBA_SYNTAX postgresql.pg_hba[5].user',
  ]);
});

test('what a method or a pattern needs depends on the major version', () => {
  const oauth = 'host all all all oauth issuer=https://id.example.org scope=openid';
  expect(faults([oauth], 18)).toEqual([]);
  const pattern: Rules = [{ type: 'local', database: '/^app_', method: 'peer' }];
  expect(faults(pattern, 16)).toEqual([]);
  expect(faults(pattern, 14)).toEqual(['HBA_SYNTAX postgresql.pg_hba[0].database']);
});

test('a file of names needs an image that has it', () => {
  const rules: Rules = [{ type: 'local', user: '@/etc/postgresql/admins', method: 'peer' }];
  expect(faults(rules)).toEqual(['HBA_SYNTAX postgresql.pg_hba[0].user']);
  expect(problemsOf({ postgresql: { pg_hba: rules }, images: { patroni } })).toEqual([]);
});

test('rules in parts and lines stand in the order of the file, between ours', () => {
  const pg_hba: Rules = [
    'host orders app 192.0.2.0/24 scram-sha-256',
    { type: 'hostssl', database: ['my db', 'replication'], address: 'all' },
    'local all all peer',
  ];
  const lines = linesOf(pg_hba);
  const before = linesOf([]);
  expect(lines.filter((line) => !before.includes(line)).map((line) => line.trim())).toEqual([
    pg_hba[0],
    'hostssl "my db",replication all            all                scram-sha-256',
    pg_hba[2],
  ]);
  expect(lines.slice(0, 8)).toEqual(before.slice(0, 8));
});

test('a rule in parts that passes is written as a line with the same meaning', () => {
  const word = fc.constantFrom(
    'all',
    'replication',
    'a b',
    '+x',
    '+x y',
    'a,b',
    'say "x"',
    '"all"',
  );
  const rule = fc.record({
    type: fc.constantFrom('host', 'hostssl', 'hostnogssenc'),
    database: fc.array(word, { minLength: 1, maxLength: 3 }),
    user: word,
    address: fc.constantFrom('all', '10.0.0.0/8', '::/0', 'db.example.org'),
    method: fc.constantFrom('scram-sha-256', 'ldap'),
    options: fc.dictionary(
      fc.constantFrom('ldapbasedn', 'ldapport'),
      fc.string({ unit: 'grapheme-ascii' }),
    ),
  });
  fc.assert(
    fc.property(rule, (input) => {
      const parts = recordOfRule(hbaRuleSchema.parse(input));
      const line = linesOf([input]).at(-4) ?? '';
      const read = recordOfLine(line);
      if (typeof read === 'string') throw new Error(`${line}: ${read}`);
      const texts = ({ text }: { text: string }) => text;
      expect({ ...read, database: read.database.map(texts), user: read.user.map(texts) }).toEqual({
        ...parts,
        mask: undefined,
        database: parts.database.map(texts),
        user: parts.user.map(texts),
      });
    }),
  );
});

function linesOf(pg_hba: Rules): string[] {
  return hbaLines(resolveCluster(clusterConfig({ postgresql: { pg_hba } })).patroni);
}
