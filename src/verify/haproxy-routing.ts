import { withSql } from '../live/sql.js';
import { fail, pass, superuserAt, type Check, type CheckContext } from './check.js';

/** Enough for round-robin to show every replica of a small cluster. */
const TRIES = 6;

/** The write port leads to the primary, the read port to replicas only. */
export const haproxyRouting: Check = {
  id: 'haproxy-routing',
  title: 'HAProxy routing',
  async run(context) {
    const { service, writePort, readPort } = context.topology.haproxy;
    const alone = context.topology.patroni.members.length === 1;
    const writes = await askTimes(context, writePort);
    if (writes.some(({ replica }) => replica)) {
      const at = `${service}:${writePort}`;
      return fail({ at, got: 'a replica answered', need: 'the primary on every connection' });
    }
    const reads = await askTimes(context, readPort);
    if (!alone && reads.some(({ replica }) => !replica)) {
      const at = `${service}:${readPort}`;
      return fail({
        at,
        got: 'the primary answered',
        need: 'a replica on every connection',
        why: 'reads fall back to the primary when no replica is close enough',
        fix: 'look at the lag of the replicas in `patroni-swarm status`',
      });
    }
    const readers = new Set(reads.map(({ server }) => server)).size;
    return pass(`${TRIES} writes on the primary, ${TRIES} reads on ${readers} server(s)`);
  },
};

interface Answer {
  readonly replica: boolean;
  readonly server: string;
}

async function askTimes(context: CheckContext, port: number): Promise<Answer[]> {
  const target = superuserAt(context, context.topology.haproxy.service, port);
  const answers: Answer[] = [];
  for (let turn = 0; turn < TRIES; turn += 1) {
    const [row] = await withSql(context.connect, target, (session) =>
      session.query('SELECT pg_is_in_recovery() AS replica, host(inet_server_addr()) AS server'),
    );
    answers.push({ replica: row?.['replica'] === true, server: String(row?.['server']) });
  }
  return answers;
}
