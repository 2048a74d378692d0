import { errorText } from '../live/http.js';
import type { PatroniAt, PatroniCluster } from '../live/patroni-rest.js';
import { readCluster } from '../live/read-cluster.js';
import type { SqlConnect, SqlSession } from '../live/sql.js';
import type { PostgresSecret, RolesSecret } from '../model/secret-contents.js';
import { runningLeader } from '../model/up-criteria.js';
import type { DesiredState } from './desired.js';
import { waitFor, type Log, type PassContext, type Step, type StepOutcome } from './step.js';

/** How a pass reaches the cluster. */
export interface PassTools {
  readonly patroniAt: PatroniAt;
  readonly connect: SqlConnect;
  readonly postgres: PostgresSecret;
  readonly roles: RolesSecret;
  readonly log: Log;
}

export interface PassReport {
  /** The step it ended at; the last one if everything is true. */
  readonly step: string;
  readonly outcome: StepOutcome;
  /** Undefined if no member answered. */
  readonly cluster: PatroniCluster | undefined;
}

/** A superuser must not run what an owner put into the search path. */
const SESSION_SETTINGS = { search_path: 'pg_catalog' };

/** Runs the steps in order and stops at the first that is not true. Never throws. */
export async function runPass(
  tools: PassTools,
  desired: DesiredState,
  steps: readonly Step[],
): Promise<PassReport> {
  let cluster: PatroniCluster;
  try {
    cluster = await readCluster(
      tools.patroniAt,
      desired.topology.patroni.members.map(({ service }) => service),
    );
  } catch (error) {
    return { step: 'read-cluster', outcome: waitFor(errorText(error)), cluster: undefined };
  }
  const sessions = leaderSessions(tools, cluster);
  const { roles, log } = tools;
  const context = { desired, cluster, roles, log, leaderSql: sessions.open };
  let last = 'none';
  try {
    for (const step of steps) {
      last = step.name;
      const outcome = await attempt(step, context);
      if (outcome.kind !== 'done') return { step: last, outcome, cluster };
    }
    return { step: last, outcome: { kind: 'done' }, cluster };
  } finally {
    await sessions.close();
  }
}

async function attempt(step: Step, context: PassContext): Promise<StepOutcome> {
  try {
    return await step.run(context);
  } catch (error) {
    return waitFor(errorText(error));
  }
}

function leaderSessions({ connect, postgres }: PassTools, cluster: PatroniCluster) {
  const opened = new Map<string, Promise<SqlSession>>();
  const openNew = (database: string): Promise<SqlSession> => {
    const leader = runningLeader(cluster.members);
    if (!leader?.host || !leader.port) throw new Error('the leader has published no address yet');
    const { username, password } = postgres.superuser;
    const { host, port } = leader;
    return connect({ host, port, database, username, password, settings: SESSION_SETTINGS });
  };
  return {
    open: async (database: string): Promise<SqlSession> => {
      const session = opened.get(database) ?? openNew(database);
      opened.set(database, session);
      return session;
    },
    close: async (): Promise<void> => {
      const closing = [...opened.values()].map(async (session) => (await session).close());
      await Promise.allSettled(closing);
    },
  };
}
