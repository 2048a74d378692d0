import { randomUUID } from 'node:crypto';
import { withSql } from '../live/sql.js';
import { fail, pass, superuserAt, type Check, type CheckContext } from './check.js';

/** Of ours alone; dropped at the end, and by the next run if this one is killed. */
const SCHEMA = 'patroni_swarm_verify';

const VISIBLE_WITHIN_MS = 10_000;
const POLL_MS = 100;

/** A row written on the leader is read on every replica. */
export const replication: Check = {
  id: 'replication',
  title: 'replication working',
  async run(context) {
    const { view } = context;
    const leader = view.members.find(({ name }) => name === view.leader);
    if (!leader?.host || !leader.port) {
      return fail({ at: view.scope, got: 'no running leader', need: 'a leader to write on' });
    }
    const token = randomUUID();
    const target = superuserAt(context, leader.host, leader.port);
    return withSql(context.connect, target, async (session) => {
      await session.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
      await session.query(`CREATE SCHEMA ${SCHEMA}`);
      try {
        await session.query(`CREATE TABLE ${SCHEMA}.row (token text)`);
        await session.query(`INSERT INTO ${SCHEMA}.row VALUES ($1)`, [token]);
        return await readEverywhere(context, token);
      } finally {
        await session.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
      }
    });
  },
};

async function readEverywhere(context: CheckContext, token: string) {
  const { view } = context;
  const replicas = view.members.filter(({ name }) => name !== view.leader);
  const delays = await Promise.all(
    replicas.map(async ({ name, host, port }) => {
      if (!host || !port) return { name, milliseconds: undefined };
      return { name, milliseconds: await visibleAfter(context, host, port, token) };
    }),
  );
  const late = delays.filter(({ milliseconds }) => milliseconds === undefined);
  if (late.length > 0) {
    const got = `not seen on ${late.map(({ name }) => name).join(', ')}`;
    return fail({ at: view.scope, got, need: `the row within ${VISIBLE_WITHIN_MS / 1000} s` });
  }
  const seen = delays.map(({ name, milliseconds }) => `${name} ${milliseconds ?? 0} ms`);
  return pass(`a row of ${view.leader ?? '?'} was read on ${seen.join(', ') || 'no replica'}`);
}

/** @returns milliseconds until the row was seen, undefined if it never was */
async function visibleAfter(
  context: CheckContext,
  host: string,
  port: number,
  token: string,
): Promise<number | undefined> {
  const { clock, connect } = context;
  const started = clock.now();
  return withSql(connect, superuserAt(context, host, port), async (session) => {
    while (clock.now() - started < VISIBLE_WITHIN_MS) {
      if (await hasRow(session, token)) return Math.round(clock.now() - started);
      await clock.sleep(POLL_MS);
    }
    return undefined;
  });
}

/** Until the table itself is replayed, asking for it is an error. */
async function hasRow(
  session: { query(text: string, values?: readonly unknown[]): Promise<readonly unknown[]> },
  token: string,
): Promise<boolean> {
  const rows = await session
    .query(`SELECT 1 FROM ${SCHEMA}.row WHERE token = $1`, [token])
    .catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '42P01') return [];
      throw error;
    });
  return rows.length > 0;
}
