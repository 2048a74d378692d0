import fc from 'fast-check';
import { expect, test } from 'vitest';
import { majors, startPostgres } from '../../scripts/embedded-postgres.mjs';
import { type HbaRuleConfig, hbaRuleSchema } from '../../config/schema/access.js';
import type { ClusterConfig } from '../../config/schema/cluster.js';
import { hbaSyntax } from '../../src/model/rules/hba-syntax.js';
import { hbaLine } from '../../src/syntax/pg-hba.js';
import { clusterConfig } from '../fixtures/clusters.js';

const RULES = 400;

/** PostgreSQL's words where the two differ on purpose; the rest must agree. */
const EXPLAINED = [
  // A warning: the rule is read. This server has no certificate.
  /^hostssl record cannot match because SSL is disabled$/,
  // Ours, Debian's, has it.
  /^invalid authentication method "ldap": not supported by this build$/,
];
/** Addresses we refuse although PostgreSQL reads them: the range is not the one that is written. */
const AMBIGUOUS = ['10.0.0.1/8', '10.0.0/24'];

type Major = ClusterConfig['postgresql']['version'];

const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const names = some(['orders', 'all', '"all"', 'sameuser', 'replication', 'my db', 'a,b', 'x#y']);
const roles = some(['app', 'all', '+readers', '+my readers', '"all"', 'say "x"', 'ä']);
const addresses = some([
  ...['10.0.0.0/8', '10.0.0.1/8', '10.0.0.0/33', '0.0.0.0/0', '2001:db8::/32', '::1/128', '::/129'],
  ...['all', 'samehost', 'samenet', 'db.example.com', '.example.com', 'example.com/8', '10.0.0/24'],
]);
const options = some<Record<string, string>>([
  ...[{}, {}, {}, { map: 'users' }, { clientcert: 'verify-full' }, { clientcert: '1' }],
  ...[
    { ldapserver: 'ldap.example.com' },
    { ldapserver: 'a', ldapprefix: 'cn=' },
    { nonsense: 'x' },
  ],
]);

/** Rules as users write them, half of them with something that does not go together. */
const rules = fc
  .record({
    type: some(['local', 'host', 'hostssl', 'hostnossl'] as const),
    database: fc.oneof(names, fc.array(names, { minLength: 1, maxLength: 3 })),
    user: fc.oneof(roles, fc.array(roles, { minLength: 1, maxLength: 3 })),
    address: fc.option(addresses, { nil: undefined }),
    method: some(['scram-sha-256', 'reject', 'trust', 'peer', 'cert', 'md5', 'ldap'] as const),
    options,
  })
  .map((rule) => hbaRuleSchema.parse(rule));

test.each(majors)(
  'PostgreSQL %i refuses the access rules that we refuse, and reads the others',
  async (major) => {
    const server = await startPostgres(major);
    const client = await server.connect();
    try {
      const sample = fc.sample(rules, { numRuns: RULES, seed: major });
      const lines = sample.map(lineOf);
      const { rows: files } = await client.query<{ path: string }>(
        "SELECT current_setting('hba_file') AS path",
      );
      const values = lines.map((line) => `(${client.escapeLiteral(line)})`);
      await client.query(`COPY (VALUES ${values.join(', ')}) TO '${files[0]?.path ?? ''}'`);
      const { rows } = await client.query<{ line_number: number; error: string | null }>(
        'SELECT line_number, error FROM pg_hba_file_rules',
      );
      const errors = new Map(rows.map(({ line_number, error }) => [line_number, error]));
      const differing = sample.flatMap((rule, index) => {
        const error = errors.get(index + 1) ?? undefined;
        const fault = faultOf(rule, major);
        if ((error === undefined) === (fault === undefined)) return [];
        if (error !== undefined && EXPLAINED.some((words) => words.test(error))) return [];
        if (AMBIGUOUS.includes(rule.address ?? '')) return [];
        return [
          `${lines[index] ?? ''}: PostgreSQL: ${error ?? 'reads it'}, we: ${fault ?? 'accept it'}`,
        ];
      });
      expect(differing).toEqual([]);
      expect(errors.size).toBe(RULES);
    } finally {
      await client.end();
      await server.stop();
    }
  },
  60_000,
);

function lineOf({ database, user, options, ...rule }: HbaRuleConfig): string {
  const address = rule.address === undefined ? {} : { address: rule.address };
  return hbaLine({
    type: rule.type,
    database: [database].flat(),
    user: [user].flat(),
    ...address,
    method: rule.method,
    options: Object.entries(options).map(([name, value]) => [name, String(value)]),
  });
}

function faultOf(rule: HbaRuleConfig, version: Major): string | undefined {
  const config = clusterConfig();
  const postgresql = { ...config.postgresql, version, pg_hba: [rule] };
  return hbaSyntax.check({ ...config, postgresql })[0]?.need;
}
