import type { PlanReport, ReportedFinding } from '../../src/plan/plan-report.js';
import { leader, patroniConfig } from './cluster.js';
import { lab } from './lab-hosts.js';
import { ask, everywhere } from './parameters.js';
import {
  serversRestarted,
  tasksRestarted,
  type ClusterPicture,
  type ObservedTier,
} from './tasks.js';

const TIERS: readonly ObservedTier[] = ['etcd', 'patroni', 'haproxy', 'pgbouncer'];

/** What was seen, beside what `plan` had said. */
export interface Compared {
  /** One line per finding, and per fact about the whole, that was as predicted. */
  readonly held: readonly string[];
  /** What was otherwise, in words. */
  readonly missed: readonly string[];
}

/** Compares members, order, restarts, handovers and severity of a plan with what its apply did. */
export async function comparePrediction(
  plan: PlanReport,
  before: ClusterPicture,
  after: ClusterPicture,
): Promise<Compared> {
  const held: string[] = [];
  const missed: string[] = [];
  const judge = (what: string, predicted: unknown, seen: unknown): void => {
    const [wanted, got] = [JSON.stringify(predicted), JSON.stringify(seen)];
    if (wanted === got) held.push(what);
    else missed.push(`${what}: predicted ${wanted}, seen ${got}`);
  };
  for (const finding of plan.findings) {
    const what = `${finding.code} ${finding.object}`;
    const [predicted, seen] = await ofFinding(finding, before, after);
    judge(what, predicted, seen);
  }
  for (const tier of TIERS) {
    judge(`tasks of ${tier}`, predictedTasks(plan, tier), tasksRestarted(tier, before, after));
  }
  judge('servers restarted', predictedServers(plan), serversRestarted(before, after).sort());
  judge('handovers within the prediction', true, handoversFit(plan, before, after));
  judge('order of restarts', true, orderFits(plan, before, after));
  judge('severity', plan.severity, observedSeverity(plan, before, after));
  return { held, missed };
}

/** Predicted and seen effect of one finding. */
async function ofFinding(
  finding: ReportedFinding,
  before: ClusterPicture,
  after: ClusterPicture,
): Promise<readonly [predicted: unknown, seen: unknown]> {
  const { code, members, object, severity, tier } = finding;
  const name = object.slice(object.lastIndexOf('.') + 1);
  const value = finding.after?.text.replace(/ \(built in\)$/, '');
  if (tier !== undefined && tier !== 'reconciler') {
    return [members, tasksRestarted(tier, before, after)];
  }
  if (code.startsWith('PARAMETER_')) {
    const restarted = severity === 'reload' ? [] : serversRestarted(before, after).sort();
    const wanted = severity === 'reload' ? [] : members;
    const live = await everywhere(name);
    return [
      [lab.nodes.map(() => value), wanted],
      [live, restarted],
    ];
  }
  if (code === 'DYNAMIC_SETTING') {
    const live = (await patroniConfig())[name];
    return [value, live === undefined ? 'not set' : JSON.stringify(live)];
  }
  if (code === 'ACCESS_RULES') {
    const [rule = '', isThere] = value === 'not there' ? [finding.before?.text, 0] : [value, 1];
    const address = rule.split(/\s+/)[3]?.replace(/\/.*$/, '') ?? '';
    const sql = `select count(*) from pg_hba_file_rules where address = '${address}'`;
    return [
      lab.nodes.map(() => `${isThere}`),
      await Promise.all(lab.nodes.map((node) => ask(node.name, sql))),
    ];
  }
  if (code === 'DATABASE_CREATED') {
    const sql = `select count(*) from (select datname from pg_database union select rolname from pg_roles) n (x) where x = '${value}'`;
    return ['1', await ask(await leader(), sql)];
  }
  // Of what has no effect there is nothing to see but that nothing else restarts.
  return ['none', severity];
}

function predictedTasks({ findings }: PlanReport, tier: ObservedTier): string[] {
  return [
    ...new Set(findings.filter((one) => one.tier === tier).flatMap(({ members }) => members)),
  ].sort();
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

function observedSeverity(plan: PlanReport, before: ClusterPicture, after: ClusterPicture): string {
  const restarted = (tier: ObservedTier) => tasksRestarted(tier, before, after).length > 0;
  // What a leader was before it was promoted, it was as a replica.
  const inPlace =
    serversRestarted(before, after).includes(after.leader) &&
    (after.startedAt[after.leader] ?? 0) > after.promotedAt;
  if (restarted('haproxy') || restarted('pgbouncer') || inPlace) return 'interruption';
  if (after.timeline > before.timeline) return 'handover';
  if (restarted('etcd')) return 'member restart';
  const reloads = plan.findings.some(({ severity }) => severity === 'reload');
  return reloads ? 'reload' : 'live';
}
