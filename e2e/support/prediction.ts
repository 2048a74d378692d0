import type { LabNode } from '../../lab/context.js';
import type { PlanReport, ReportedFinding } from '../../src/plan/plan-report.js';
import { leader, patroniConfig } from './cluster.js';
import { waitForShare } from './pool-sizes.js';
import { fates, type Fate } from './objects.js';
import { observedSeverity } from './observed-severity.js';
import { ask, everywhere } from './parameters.js';
import {
  serversRestarted,
  tasksRestarted,
  type ClusterPicture,
  type ObservedTier,
} from './tasks.js';

const TIERS: readonly ObservedTier[] = ['etcd', 'patroni', 'haproxy', 'pgbouncer'];

/** What the reconciler refuses: whatever it would have carried out stays as it is. */
const OBJECTIONS = ['CLUSTER_PAUSED', 'SETTINGS_REFUSED'];

/** Findings that are about an object itself, and what becomes of it then. */
const FATES: Readonly<Record<string, Fate>> = {
  NETWORK_REPLACED: 'made anew',
  SERVICE_CREATED: 'created',
  SERVICE_DELETED: 'gone',
  SERVICE_REPLACED: 'made anew',
};

/** What was seen, beside what `plan` had said. */
export interface Compared {
  /** One line per finding, and per fact about the whole, that was as predicted. */
  readonly held: readonly string[];
  /** What was otherwise, in words. */
  readonly missed: readonly string[];
}

/**
 * Compares members, order, restarts, handovers and severity of a plan with what its apply did, and the
 * objects that come, go or are made anew.
 *
 * @param hosts - where the members are afterwards
 */
export async function comparePrediction(
  plan: PlanReport,
  before: ClusterPicture,
  after: ClusterPicture,
  hosts: readonly LabNode[],
): Promise<Compared> {
  const held: string[] = [];
  const missed: string[] = [];
  const judge = (what: string, predicted: unknown, seen: unknown): void => {
    const [wanted, got] = [JSON.stringify(predicted), JSON.stringify(seen)];
    if (wanted === got) held.push(what);
    else missed.push(`${what}: predicted ${wanted}, seen ${got}`);
  };
  const isRefused = plan.findings.some(({ code }) => OBJECTIONS.includes(code));
  for (const finding of plan.findings) {
    const what = `${finding.code} ${finding.object}`;
    const expected = isRefused ? turnedRound(finding) : finding;
    const [predicted, seen] = await ofFinding(expected, before, after, hosts);
    judge(what, predicted, seen);
  }
  for (const tier of TIERS) {
    judge(`tasks of ${tier}`, predictedTasks(plan, tier), tasksRestarted(tier, before, after));
  }
  judge('objects that come and go', predictedFates(plan), fates(before.objects, after.objects));
  judge('servers restarted', predictedServers(plan), serversRestarted(before, after).sort());
  judge('handovers within the prediction', true, handoversFit(plan, before, after));
  judge('order of restarts', true, orderFits(plan, before, after));
  judge('severity', plan.severity, observedSeverity(plan, before, after));
  return { held, missed };
}

/** With the value of before as the one to be found afterwards. */
function turnedRound({ after, before, ...finding }: ReportedFinding): ReportedFinding {
  return { ...finding, ...(after && { before: after }), ...(before && { after: before }) };
}

/** Predicted and seen effect of one finding. */
async function ofFinding(
  finding: ReportedFinding,
  before: ClusterPicture,
  after: ClusterPicture,
  hosts: readonly LabNode[],
): Promise<readonly [predicted: unknown, seen: unknown]> {
  const { code, members, object, severity, tier } = finding;
  const nodes = hosts.map(({ name }) => name);
  const name = object.slice(object.lastIndexOf('.') + 1);
  const value = finding.after?.text.replace(/ \(built in\)$/, '');
  if (FATES[code]) return [FATES[code], fates(before.objects, after.objects)[object]];
  if (tier !== undefined && tier !== 'reconciler') {
    return [members, tasksRestarted(tier, before, after)];
  }
  if (code.startsWith('PARAMETER_')) {
    const restarted = severity === 'reload' ? [] : serversRestarted(before, after).sort();
    const wanted = severity === 'reload' ? [] : members;
    const live = await everywhere(name, [...nodes]);
    return [
      [nodes.map(() => value), wanted],
      [live, restarted],
    ];
  }
  if (name === 'synchronous_mode') {
    const live = JSON.stringify((await patroniConfig())[name]);
    const waits = value !== 'false';
    return [
      [value, waits],
      [live, after.syncStandbys.length > 0],
    ];
  }
  if (code === 'DYNAMIC_SETTING') {
    const live = (await patroniConfig())[name];
    return [value, live === undefined ? 'not set' : JSON.stringify(live)];
  }
  if (code === 'ACCESS_RULES') {
    const [rule = '', isThere] = value === 'not there' ? [finding.before?.text, 0] : [value, 1];
    const address = rule.split(/\s+/)[3]?.replace(/\/.*$/, '') ?? '';
    const sql = `select (count(*) > 0)::int from pg_hba_file_rules where address = '${address}'`;
    return [nodes.map(() => `${isThere}`), await Promise.all(nodes.map((node) => ask(node, sql)))];
  }
  if (code === 'DATABASE_CREATED') {
    const sql = `select count(*) from (select datname from pg_database union select rolname from pg_roles) n (x) where x = '${value}'`;
    return ['1', await ask(await leader(), sql)];
  }
  if (code === 'POOLS_FOLLOW') {
    await waitForShare(Number(value), hosts);
    return ['none', 'none'];
  }
  // Of what has no effect there is nothing to see but that nothing else restarts.
  return ['none', severity];
}

/** Sorted by name, as `fates` are. */
function predictedFates({ findings }: PlanReport): Record<string, Fate> {
  const told = findings.flatMap(({ code, object }) => {
    const fate = FATES[code];
    return fate === undefined ? [] : [[object, fate] as const];
  });
  return Object.fromEntries(told.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A task of a service that goes is started nowhere. */
function predictedTasks({ findings }: PlanReport, tier: ObservedTier): string[] {
  const restarts = findings.filter((one) => one.tier === tier && FATES[one.code] !== 'gone');
  return [...new Set(restarts.flatMap(({ members }) => members))].sort();
}

/** A member's new task is a new PostgreSQL too. */
function predictedServers(plan: PlanReport): string[] {
  const parameters = plan.findings.filter(
    ({ code, severity }) => code.startsWith('PARAMETER_') && severity !== 'reload',
  );
  const members = parameters.flatMap((finding) => finding.members);
  return [...new Set([...predictedTasks(plan, 'patroni'), ...members])].sort();
}

function handoversFit({ rollout }: PlanReport, before: ClusterPicture, after: ClusterPicture) {
  const most = rollout.reduce((sum, { handovers }) => sum + handovers, 0);
  const seen = after.timeline - before.timeline;
  return seen <= most && (most === 0 || seen > 0);
}

/**
 * Of the reconciler's restarts. Beside a roll of the members it is not to be seen any more: only the last
 * start of each server is left.
 */
function orderFits({ rollout }: PlanReport, before: ClusterPicture, after: ClusterPicture) {
  if (tasksRestarted('patroni', before, after).length > 0) return true;
  const order = rollout.findLast(({ what }) => what.startsWith('PostgreSQL restarts'))?.order;
  const restarted = serversRestarted(before, after);
  switch (order) {
    case 'replicas first, then the leader':
      return restarted.at(-1) !== after.leader;
    case 'the primary first':
      return restarted[0] === after.leader;
    case 'one by one':
    case 'all at once':
    case undefined:
      return true;
  }
}
