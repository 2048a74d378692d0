import type { ReconcilerStatus } from '../model/reconciler-status.js';

/** One family of samples; labels are already written. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

/**
 * `GET /metrics`: what an alert or a dashboard needs of the status.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function metricsText(status: ReconcilerStatus): string {
  return families(status).map(familyText).join('');
}

function families(status: ReconcilerStatus): Family[] {
  const gauge = (name: string, help: string, value: boolean | number): Family => ({
    name: `patroni_swarm_${name}`,
    type: 'gauge',
    help,
    samples: [['', Number(value)]],
  });
  return [
    gauge('up', 'Everything was true in the last pass.', status.up),
    gauge('reached', 'This desired state was true once.', status.reached),
    gauge('refused', 'This desired state was given up.', status.refused !== null),
    gauge('pending_changes', 'Settings not carried out yet.', status.pendingChanges.length),
    gauge('drift', 'Settings that somebody else changed.', status.drift.length),
    gauge('last_pass_seconds', 'Length of the last pass.', status.lastPassSeconds),
    {
      ...gauge('passes_total', 'Passes since the process started.', status.passes),
      type: 'counter',
    },
    {
      ...gauge('members', 'Members by role and state, as Patroni sees them.', 0),
      samples: countMembers(status),
    },
  ];
}

function countMembers({ members }: ReconcilerStatus): [string, number][] {
  const counts = new Map<string, number>();
  for (const { role, state } of members) {
    const labels = `{role="${labelValue(role)}",state="${labelValue(state)}"}`;
    counts.set(labels, (counts.get(labels) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}\n`);
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} ${type}\n`, ...lines].join('');
}

function labelValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
