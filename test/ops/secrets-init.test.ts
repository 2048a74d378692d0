import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rolePassword } from '../../src/model/role-password.js';
import type { PostgresSecret, RolesSecret } from '../../src/model/secret-contents.js';
import { checkSecrets } from '../../src/ops/secrets-check.js';
import { readSecretManifest } from '../../src/ops/secret-manifest-file.js';
import { initSecrets, type SecretsInitOptions } from '../../src/ops/secrets-init.js';
import { FakeSwarm, service } from './fake-swarm.js';

let directory: string;
let swarm: FakeSwarm;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  swarm = new FakeSwarm();
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function init(given: Partial<SecretsInitOptions> = {}) {
  const options = {
    swarm,
    clusterScope: 'lab',
    cluster: 'lab',
    manifestFile: join(directory, 'lab.secrets.json'),
    replaceLost: false,
    ...given,
  };
  return initSecrets(options, () => undefined);
}

const pgpass = () => ({ file: join(directory, 'pgpass'), hosts: ['10.0.0.1'], roles: ['owner'] });

function content(name: string): string {
  return swarm.secretList.find((secret) => secret.name === `lab-${name}-g1`)?.content ?? '';
}

const problemCodes = async () => {
  const manifest = readSecretManifest(join(directory, 'lab.secrets.json'));
  return (await checkSecrets(swarm, 'lab', 'lab', manifest)).problems.map(({ code }) => code);
};

test('members, reconciler and pooler get the same passwords', async () => {
  await init();
  const postgres = JSON.parse(content('postgres')) as PostgresSecret;
  const roles = JSON.parse(content('roles')) as RolesSecret;
  expect(parse(content('patroni'))).toMatchObject({
    restapi: { authentication: postgres.restApi },
    postgresql: { authentication: { superuser: postgres.superuser } },
  });
  expect(content('userlist')).toBe(`"pgbouncer_auth" "${rolePassword(roles, 'pgbouncer_auth')}"\n`);
});

test('a second run keeps the values and the file', async () => {
  await init();
  const before = [...swarm.secretList];
  expect(await init()).toMatchObject({ secrets: 'kept', manifest: 'kept' });
  expect(swarm.secretList).toEqual(before);
});

test('the file holds names and ids, and nothing of the values', async () => {
  await init();
  const text = readFileSync(join(directory, 'lab.secrets.json'), 'utf8');
  const postgres = JSON.parse(content('postgres')) as PostgresSecret;
  expect(text).not.toContain(postgres.superuser.password);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['format', 'scope', 'secrets']);
});

test('the password file is for its owner only and derived from the roles key', async () => {
  expect(await init({ pgpass: pgpass() })).toMatchObject({ pgpass: 'written' });
  const roles = JSON.parse(content('roles')) as RolesSecret;
  expect(readFileSync(pgpass().file, 'utf8').split('\n')).toContain(
    `10.0.0.1:*:*:owner:${rolePassword(roles, 'owner')}`,
  );
  expect(statSync(pgpass().file).mode & 0o777).toBe(0o600);
  expect(await init({ pgpass: pgpass() })).toMatchObject({ pgpass: 'kept' });
});

test('a password file that was lost is reported, not made up', async () => {
  await init({ pgpass: pgpass() });
  rmSync(pgpass().file);
  expect(await init({ pgpass: pgpass() })).toMatchObject({ secrets: 'kept', pgpass: 'stale' });
});

test('a lost file is written again from the names in the Swarm', async () => {
  const { entries } = await init();
  rmSync(join(directory, 'lab.secrets.json'));
  expect(await problemCodes()).toEqual(['SECRETS_MANIFEST_LOST']);
  expect(await init()).toMatchObject({ secrets: 'kept', manifest: 'written', entries });
});

test('what a killed run left is removed and made anew, all of it', async () => {
  const createSecret = swarm.createSecret.bind(swarm);
  swarm.createSecret = (secret) =>
    swarm.secretList.length === 3 ? Promise.reject(new Error('killed')) : createSecret(secret);
  await expect(init()).rejects.toThrow('killed');
  swarm.createSecret = createSecret;
  expect(await init()).toMatchObject({ secrets: 'made' });
  expect(new Set(swarm.secretList.map(({ labels }) => labels['com.patroni-swarm.set'])).size).toBe(
    1,
  );
});

test('a set with a gap is left alone while a service uses the rest', async () => {
  await init();
  rmSync(join(directory, 'lab.secrets.json'));
  const [gone, ...rest] = swarm.secretList;
  await swarm.removeSecret(gone?.id ?? '');
  swarm.serviceList = [service({ name: 'lab-patroni-a', secretIds: [rest[0]?.id ?? ''] })];
  await expect(init()).rejects.toMatchObject({ problems: [{ code: 'SECRETS_INCOMPLETE' }] });
  expect(swarm.secretList).toEqual(rest);
});

test('in a rebuilt Swarm no new passwords are made for data that has the old ones', async () => {
  await init();
  swarm.secretList = [];
  expect(await problemCodes()).toEqual(['SECRETS_MISSING']);
  await expect(init()).rejects.toMatchObject({ problems: [{ code: 'SECRETS_LOST' }] });
  expect(swarm.secretList).toEqual([]);
  expect(await init({ replaceLost: true })).toMatchObject({ secrets: 'made' });
});

test('ids of another Swarm are found out, and replaced by those with the same names', async () => {
  await init();
  swarm.secretList = swarm.secretList.map((secret) => ({ ...secret, id: `new-${secret.id}` }));
  expect(await problemCodes()).toEqual(['SECRETS_FOREIGN']);
  expect(await init()).toMatchObject({ secrets: 'kept', manifest: 'written' });
  expect(await problemCodes()).toEqual([]);
});
