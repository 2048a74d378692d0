import type { ClusterView, EtcdView, MemberView } from '../model/cluster-view.js';
import { formatBytes } from '../core/units.js';
import { colours } from './colours.js';
import { columns } from './format.js';

/** The cluster on one screen: what is wrong first, then every tier. */
export function statusText(view: ClusterView): string {
  return [
    headline(view),
    columns([['MEMBER', 'ROLE', 'STATE', 'TIMELINE', 'LAG'], ...view.members.map(memberRow)]),
    [etcdLine(view.etcd), haproxyLine(view), pgbouncerLine(view), reconcilerLine(view)].join('\n'),
  ].join('\n\n');
}

function headline({ scope, up, paused, reasons, leader }: ClusterView): string {
  if (!up) return `${scope} is ${colours.red('not up')}: ${reasons.join('; ')}`;
  const note = paused ? colours.yellow(' (paused: no failover)') : '';
  return `${scope} is ${colours.green('up')}${note}, leader ${leader ?? 'none'}`;
}

function memberRow(member: MemberView): string[] {
  const { lagBytes, timeline } = member;
  const state = member.pendingRestart ? `${member.state}, restart pending` : member.state;
  const lag = lagBytes === null ? '-' : formatBytes(lagBytes);
  return [member.name, member.role, state, timeline === null ? '-' : `${timeline}`, lag];
}

function etcdLine({ healthy, leader, members }: EtcdView): string {
  const rows = members.map(({ node, reachable, error }) =>
    reachable ? node : colours.red(`${node}: ${error ?? 'silent'}`),
  );
  const state = healthy ? colours.green('healthy') : colours.red('not healthy');
  return `etcd        ${state}, leader ${leader ?? 'none'}; members ${rows.join(', ')}`;
}

function haproxyLine({ haproxy }: ClusterView): string {
  const answering = haproxy.tasks.filter(({ reachable }) => reachable);
  const backends = (answering[0]?.backends ?? [])
    .map(({ name, up }) => `${name} → ${up.join(', ') || colours.red('nobody')}`)
    .join('; ');
  return `haproxy     ${counted(answering.length, haproxy.expected)}; ${backends}`;
}

function pgbouncerLine({ pgbouncer }: ClusterView): string {
  const answering = pgbouncer.tasks.filter(({ reachable }) => reachable).length;
  return `pgbouncer   ${counted(answering, pgbouncer.expected)}`;
}

function reconcilerLine({ reconciler: { status, error } }: ClusterView): string {
  if (!status)
    return `reconciler  ${colours.red(`does not answer: ${error ?? 'no reason given'}`)}`;
  const goal = status.reached ? colours.green('desired state reached') : `at ${status.step}`;
  const pending = status.pendingChanges.map((change) => `\n            pending: ${change}`);
  const reasons = status.reasons.map((reason) => `\n            ${colours.yellow(reason)}`);
  const drift = status.drift.map((change) => `\n            changed by somebody else: ${change}`);
  return `reconciler  ${goal}${[...reasons, ...pending, ...drift].join('')}`;
}

function counted(answering: number, expected: number): string {
  const text = `${answering} of ${expected} answer`;
  return answering === expected ? colours.green(text) : colours.red(text);
}
