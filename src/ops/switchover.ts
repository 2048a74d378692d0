import { UserError, type Problem } from '../core/problem.js';
import { readCluster } from '../live/read-cluster.js';
import type { PatroniCluster } from '../live/patroni-rest.js';
import { isSyncStandby, needsSyncStandby, runningLeader } from '../model/up-criteria.js';
import type { OpTools } from './op-tools.js';

export interface SwitchoverResult {
  readonly from: string;
  readonly to: string;
  /** From the request until the DCS showed the new leader running. */
  readonly seconds: number;
}

interface Move {
  readonly from: string;
  readonly to: string;
}

const POLL_MS = 200;

/**
 * Moves the leader lock to a healthy standby and waits for it to lead.
 *
 * @param candidate - member name; default: the sync standby, or the replica with the least lag
 * @throws UserError `SWITCHOVER_REFUSED` if no standby could take over without loss, nothing was done;
 *   `SWITCHOVER_FAILED` if Patroni refused or the candidate does not lead in time
 */
export async function switchover(tools: OpTools, candidate?: string): Promise<SwitchoverResult> {
  const { topology, patroniAt, clock, pools } = tools;
  const hosts = topology.patroni.members.map(({ service }) => service);
  const before = await readCluster(patroniAt, hosts);
  const { from, to } = chooseMove(before, tools, candidate);
  const service = topology.patroni.members.find(({ node }) => node === from)?.service ?? from;
  await pools?.pause();
  try {
    return await move();
  } finally {
    await pools?.resume();
  }

  async function move(): Promise<SwitchoverResult> {
    const started = clock.now();
    const answer = await patroniAt(service).switchover(from, to);
    if (answer.status !== 200) {
      throw failed(`HTTP ${answer.status}: ${answer.text.trim()}`, `${from} hands over to ${to}`);
    }
    // At worst the lock is not released and runs out; one HA loop to see that, one to promote.
    const withinMs = (topology.patroni.ttlSeconds + 2 * topology.patroni.loopWaitSeconds) * 1000;
    for (;;) {
      const seen = await readCluster(patroniAt, hosts).catch(() => undefined);
      const leader = runningLeader(seen?.members ?? []);
      if (leader?.name === to) {
        return { from, to, seconds: Math.round(clock.now() - started) / 1000 };
      }
      if (clock.now() - started > withinMs) {
        throw failed(
          `leader is ${leader?.name ?? 'nobody'}`,
          `${to} leads within ${withinMs / 1000} s`,
        );
      }
      await clock.sleep(POLL_MS);
    }
  }
}

/** Decides who hands over to whom, or refuses. */
export function chooseMove(
  cluster: PatroniCluster,
  { topology }: Pick<OpTools, 'topology'>,
  candidate?: string,
): Move {
  const leader = runningLeader(cluster.members);
  if (!leader) throw refused(topology.scope, 'no running leader', 'a leader that can hand over');
  if (cluster.paused) throw refused(topology.scope, 'the cluster is paused', 'a cluster in charge');
  const able = cluster.members
    .filter(({ name, state }) => name !== leader.name && state === 'streaming')
    .filter((member) => !member.nofailover)
    .filter((member) => !needsSyncStandby(topology) || isSyncStandby(member))
    .sort((a, b) => (a.lagBytes ?? Infinity) - (b.lagBytes ?? Infinity));
  const kind = needsSyncStandby(topology) ? 'a streaming sync standby' : 'a streaming replica';
  const names = able.map(({ name }) => name).join(', ') || 'none now';
  const chosen = candidate === undefined ? able[0] : able.find(({ name }) => name === candidate);
  if (!chosen) throw refused(candidate ?? topology.scope, names, `${kind} as the candidate`);
  return { from: leader.name, to: chosen.name };
}

function refused(at: string, got: string, need: string): UserError {
  const problem: Problem = {
    code: 'SWITCHOVER_REFUSED',
    at,
    got,
    need,
    why: 'a switchover must not lose a row or leave the cluster without a leader',
    fix: 'look at `patroni-swarm status` and try again when the cluster is up',
  };
  return new UserError([problem], 'refused');
}

function failed(got: string, need: string): UserError {
  return new UserError([{ code: 'SWITCHOVER_FAILED', at: 'switchover', got, need }], 'live');
}
