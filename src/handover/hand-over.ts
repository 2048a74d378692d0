import type { Clock } from '../core/clock.js';
import type { MemberMarks } from '../live/member-marks.js';
import type { PatroniAnswer, PatroniAt } from '../live/patroni-rest.js';
import type { Pools } from '../live/pool-guards.js';
import { readCluster, readConfig } from '../live/read-cluster.js';
import { runningLeader } from '../model/up-criteria.js';
import { chooseCandidate, type HandoverView } from './choose-candidate.js';
import { whilePaused } from './while-paused.js';
import { handoverFailed, handoverRefused } from './problems.js';

export interface HandoverTools {
  readonly clock: Clock;
  readonly patroniAt: PatroniAt;
  /** Of the members' REST interfaces: the first that answers tells what the DCS says. */
  readonly hosts: readonly string[];
  readonly marks: Pick<MemberMarks, 'read'>;
  readonly pools?: Pools;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

export interface HandoverRequest {
  /** The member that leads now. */
  readonly from: string;
  /** @default the best one, see `chooseCandidate` */
  readonly candidate?: string;
  /** Where to ask for it. @default the host that `from` has published */
  readonly askAt?: string;
  /** From the request until the candidate leads. */
  readonly withinMs: number;
}

export interface Handover {
  readonly from: string;
  readonly to: string;
  /** From the request until the DCS showed the new leader running. */
  readonly seconds: number;
}

const POLL_MS = 200;

/**
 * Patroni asks the candidate first, without a second try, on a connection that it keeps: one to a container
 * that was replaced since is dead, and the answer is "no good candidates have been found" (measured).
 */
const NOT_POSSIBLE = 412;
const ATTEMPTS = 3;

/**
 * Moves the leader lock from `from` to the best candidate and waits for that one to lead.
 *
 * The pools are resumed in every case.
 *
 * @throws UserError `SWITCHOVER_REFUSED` if nobody can take over without loss, nothing was done;
 *   `SWITCHOVER_FAILED` if Patroni refused or the candidate does not lead in time
 */
export async function handOver(tools: HandoverTools, request: HandoverRequest): Promise<Handover> {
  const { clock, log, patroniAt } = tools;
  const { from, withinMs } = request;
  const view = await readHandoverView(tools);
  const leader = runningLeader(view.cluster.members);
  if (leader?.name !== from) {
    throw handoverRefused(from, `the leader is ${leader?.name ?? 'nobody'}`, `${from} leads`);
  }
  const choice = chooseCandidate(view, from, request.candidate);
  if ('none' in choice) {
    const got = choice.none.join('; ') || 'no other member';
    throw handoverRefused(request.candidate ?? from, got, needed(view));
  }
  const { to, reason } = choice;
  log('handover', { from, to, reason });
  const { host } = leader;
  return whilePaused(tools, async () => {
    const began = clock.now();
    const leading = patroniAt(request.askAt ?? host ?? from);
    await untilLeads(tools, to, withinMs, () => leading.switchover(from, to));
    const seconds = Math.round(clock.now() - began) / 1000;
    log('handed-over', { from, to, seconds });
    return { from, to, seconds };
  });
}

/** @throws Error if no member, or the DCS, answers */
export async function readHandoverView({
  hosts,
  marks,
  patroniAt,
}: Pick<HandoverTools, 'hosts' | 'marks' | 'patroniAt'>): Promise<HandoverView> {
  const [cluster, config, seen] = await Promise.all([
    readCluster(patroniAt, hosts),
    readConfig(patroniAt, hosts),
    marks.read(),
  ]);
  return { cluster, syncMode: isSyncMode(config['synchronous_mode']), marks: seen };
}

/** Patroni takes every word for true that YAML does, and `quorum`. */
function isSyncMode(value: unknown): boolean {
  return value === true || ['quorum', 'on', 'true', 'yes', '1'].includes(String(value));
}

function needed({ syncMode }: HandoverView): string {
  return `${syncMode ? 'a streaming sync standby' : 'a streaming replica'} as the candidate`;
}

/** Patroni answers a switchover late, once a second at best, so the DCS is watched beside it. */
async function untilLeads(
  { clock, hosts, log, patroniAt }: HandoverTools,
  to: string,
  withinMs: number,
  ask: () => Promise<PatroniAnswer>,
): Promise<void> {
  const began = clock.now();
  let request = requestOf(ask());
  for (let attempt = 1; ;) {
    const seen = await readCluster(patroniAt, hosts).catch(() => undefined);
    const leader = runningLeader(seen?.members ?? []);
    if (leader?.name === to) return;
    const need = `${to} leads within ${withinMs / 1000} s`;
    const refusal = request.refusal();
    if (refusal && (refusal.status !== NOT_POSSIBLE || attempt >= ATTEMPTS)) {
      throw handoverFailed(`HTTP ${refusal.status}: ${refusal.text.trim()}`, need);
    }
    if (clock.now() - began > withinMs) {
      throw handoverFailed(`leader is ${leader?.name ?? 'nobody'}`, need);
    }
    await clock.sleep(POLL_MS);
    if (refusal) {
      attempt += 1;
      log('handover-again', { to, attempt, reason: refusal.text.trim() });
      request = requestOf(ask());
    }
  }
}

/** A connection that breaks says nothing: the member that was asked may be restarting already. */
function requestOf(asked: Promise<PatroniAnswer>): { refusal: () => PatroniAnswer | undefined } {
  let refused: PatroniAnswer | undefined;
  asked.then(
    (answer) => {
      if (answer.status !== 200) refused = answer;
    },
    () => undefined,
  );
  return { refusal: () => refused };
}
