import type { ClusterRecord, ServiceTier } from '../model/record/cluster-record.js';
import { directionOf, restartPhases } from '../model/restart-order.js';
import { nodesOf } from './effects.js';
import { SEVERITIES, type Finding, type MemberOrder } from './finding.js';

/** One step of an apply: what happens together, told once for all findings behind it. */
export interface RolloutStep {
  readonly what: string;
  /** Sorted. */
  readonly members: readonly string[];
  readonly order?: MemberOrder;
  /** At most. */
  readonly handovers: number;
  /** Seconds without writes in all of the step, as a rule. */
  readonly writeGapSeconds: number;
  /** Runs at the same time as others; the rest runs in order. */
  readonly beside: boolean;
  /** How many findings it brings. */
  readonly findings: number;
}

const TASKS: readonly (readonly [tier: ServiceTier, what: string])[] = [
  ['etcd', 'etcd members restart'],
  ['patroni', 'Patroni members restart, the leader after handing over'],
  ['haproxy', 'HAProxy restarts host by host'],
  ['pgbouncer', 'PgBouncer restarts host by host'],
];

const CREATED = new Set(['CLUSTER_CREATED', 'SERVICE_CREATED']);
const GONE = new Set(['SERVICE_DELETED', 'SERVICE_REPLACED']);

/** An interlocked roll moves the leader to a member that is done; a second move is the worst case. */
const MOST_HANDOVERS = 2;

/**
 * Where only the sync standby may be the candidate, it can be the very member that is next, each time. The
 * leader makes a member that was rolled already synchronous first; where that fails, this is the worst
 * case (docs/adr/0004).
 */
function mostHandovers({ replication }: ClusterRecord, members: number): number {
  return replication === 'synchronous' ? members : Math.min(members, MOST_HANDOVERS);
}

/**
 * In which steps an apply brings these findings, in Terraform's and then the reconciler's order.
 *
 * @param settingsFirst - the reconciler's part is an apply of its own, before the tasks'
 */
export function rolloutOf(
  findings: readonly Finding[],
  record: ClusterRecord,
  settingsFirst: boolean,
): RolloutStep[] {
  const made = findings.filter(({ severity }) => severity === 'replace');
  const created = findings.filter(({ code }) => CREATED.has(code));
  const tasks = [
    ...TASKS.map(([tier, what]) => taskStep(what, tier, findings, record)),
    step('new services start', created, { handovers: 0 }),
  ];
  const settings = findings.filter(({ code, tier }) => tier === undefined && !CREATED.has(code));
  const settled = [
    step('settings come live', bySeverity(settings, 'live'), { handovers: 0 }),
    step('PostgreSQL reloads', bySeverity(settings, 'reload'), { handovers: 0 }),
    ...parameterSteps(settings),
  ];
  return [
    step('objects are destroyed, or made anew', made, { handovers: handoversOf(made, record) }),
    ...(settingsFirst ? [...settled, ...tasks] : [...tasks, ...settled]),
  ].filter((one) => one.findings > 0);
}

/** One for each member that goes, if it leads just then; a single member has nobody to hand over to. */
function handoversOf(findings: readonly Finding[], record: ClusterRecord): number {
  const going = findings
    .filter(({ code, tier }) => GONE.has(code) && tier === 'patroni')
    .flatMap(({ members }) => members);
  const all = new Set([...nodesOf(record, 'patroni'), ...going]);
  return all.size < 2 ? 0 : new Set(going).size;
}

/** Restarts by the reconciler, in the phases and the order that it keeps. */
function parameterSteps(settings: readonly Finding[]): RolloutStep[] {
  const changes = settings
    .filter(({ code }) => /^PARAMETER_(RESTART|RAISED|LOWERED)$/.test(code))
    .map((finding) => ({
      finding,
      name: finding.object.replace(/^.*\./, ''),
      from: number(finding.before?.text),
      to: number(finding.after?.text),
    }));
  return restartPhases(changes).map((phase) => {
    const lowers = phase.filter((change) => directionOf(change) === 'lower');
    // With one member there is nobody to hand over to.
    const inPlace =
      lowers.length > 0 || phase.every(({ finding }) => finding.severity === 'interruption');
    const all = phase.map(({ finding }) => finding);
    if (!inPlace) return step('PostgreSQL restarts', all, { handovers: 1 });
    const first = lowers.length > 0 ? lowers.map(({ finding }) => finding) : all;
    return {
      ...step('PostgreSQL restarts, the primary in place', first, { handovers: 0 }),
      findings: all.length,
    };
  });
}

/** `64` of `64 (built in)`. */
function number(text: string | undefined): string | undefined {
  return text?.split(' ')[0];
}

function bySeverity(findings: readonly Finding[], severity: Finding['severity']): Finding[] {
  return findings.filter((finding) => finding.severity === severity);
}

function taskStep(
  what: string,
  tier: ServiceTier,
  findings: readonly Finding[],
  record: ClusterRecord,
): RolloutStep {
  const own = findings.filter((finding) => finding.tier === tier);
  const anew = own.filter(({ code }) => GONE.has(code)).flatMap((one) => one.members);
  const restarts = own.filter(
    ({ members, severity }) =>
      SEVERITIES.indexOf(severity) < SEVERITIES.indexOf('replace') &&
      severity !== 'none' &&
      // A task that is made anew has its new files with it.
      !members.every((member) => anew.includes(member)),
  );
  const members = new Set(restarts.flatMap((finding) => finding.members)).size;
  const handovers = tier === 'patroni' && restarts.some(({ severity }) => severity === 'handover');
  return step(what, restarts, {
    handovers: handovers ? mostHandovers(record, members) : 0,
    beside: tier === 'haproxy' || tier === 'pgbouncer',
  });
}

function step(
  what: string,
  findings: readonly Finding[],
  { handovers, beside = false }: { handovers: number; beside?: boolean },
): RolloutStep {
  const gap = Math.max(0, ...findings.map(({ writeGap }) => writeGap?.seconds ?? 0));
  const order = findings.find((finding) => finding.order !== undefined)?.order;
  return {
    what,
    members: [...new Set(findings.flatMap(({ members }) => members))].sort(),
    ...(order !== undefined && { order }),
    handovers,
    writeGapSeconds: rounded(gap * Math.max(1, handovers)),
    beside,
    findings: findings.length,
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
