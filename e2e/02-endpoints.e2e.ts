import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { names } from '../src/model/names.js';
import { paths } from '../src/model/paths.js';
import { endpoint, isReplica, PORTS, waitWhole } from './support/cluster.js';
import { execIn, lab, SCOPE } from './support/lab-hosts.js';
import { passwordOf, PROJECT, SHARED } from './support/pgpass.js';
import { queryOnce, ShortLivedClient } from './support/short-lived-client.js';

beforeAll(() => waitWhole(60));

describe.each(lab.nodes)('on $name', (host) => {
  test('the write port takes a row', async () => {
    const target = endpoint(host, PORTS.write);
    await queryOnce(target, 'create table if not exists e2e_endpoints (host text)');
    const rows = await queryOnce(target, 'insert into e2e_endpoints values ($1) returning host', [
      host.name,
    ]);
    expect(rows).toEqual([{ host: host.name }]);
  });

  test('the read port leads to replicas only', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => isReplica(endpoint(host, PORTS.read))),
    );
    expect(new Set(answers)).toEqual(new Set([true]));
  });

  test.each([PROJECT, SHARED])('the pools let $user in with SCRAM', async (login) => {
    const rows = await queryOnce(
      endpoint(host, PORTS.pooled, login),
      'select current_user::text as "user", current_database()::text as "database"',
    );
    expect(rows).toEqual([{ user: login.user, database: login.database }]);
  });

  test('the pools refuse a wrong password', async () => {
    const target = { ...endpoint(host, PORTS.pooled), password: 'wrong' };
    await expect(ShortLivedClient.connect(target)).rejects.toThrow(/SASL|password|auth/i);
  });

  test('the statistics page wants a password, the metrics do not', async () => {
    const base = `http://${host.address}:${PORTS.stats}`;
    const signal = AbortSignal.timeout(10_000);
    const stats = await fetch(`${base}/`, { signal });
    expect(stats.status).toBe(401);
    const authorization = `Basic ${Buffer.from(`stats:${statsPassword()}`).toString('base64')}`;
    const known = await fetch(`${base}/`, { signal, headers: { authorization } });
    expect(known.status).toBe(200);
    const metrics = await fetch(`${base}/metrics`, { signal });
    expect(await metrics.text()).toContain('haproxy_backend_active_servers');
  });

  test('pgbouncer.ini asks for SCRAM and holds no password', async () => {
    const { stdout } = await execIn(host, names.pgbouncer(SCOPE), ['cat', paths.pgbouncerIni]);
    expect(stdout).toContain('auth_type = scram-sha-256');
    expect(stdout).not.toMatch(/password/i);
    for (const { user } of [PROJECT, SHARED]) expect(stdout).not.toContain(passwordOf(user));
  });
});

function statsPassword(): string {
  const text = readFileSync(join(lab.labDirectory, 'pgpass'), 'utf8');
  const found = /^# HAProxy statistics: user stats, password (\S+)$/m.exec(text)?.[1];
  if (!found) throw new Error('.lab/pgpass does not tell the password of the statistics page');
  return found;
}
