import { expect, test } from 'vitest';
import type { ReconcilerStatus } from '../../src/model/reconciler-status.js';
import { metricsText } from '../../src/reconciler/metrics.js';

const status: ReconcilerStatus = {
  digest: 'd1',
  reached: true,
  reachedAt: 'T',
  refused: null,
  up: false,
  step: 'cluster-up',
  leader: 'a',
  members: [
    { name: 'a', role: 'leader', state: 'running' },
    { name: 'b', role: 'replica', state: 'streaming' },
    { name: 'c', role: 'replica', state: 'streaming' },
  ],
  reasons: ['member d is not there'],
  pendingChanges: ['x'],
  drift: [],
  passes: 7,
  lastPassSeconds: 0.25,
};

test('says in numbers what the status says in words', () => {
  const lines = metricsText(status).split('\n');
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples).toEqual([
    'patroni_swarm_up 0',
    'patroni_swarm_reached 1',
    'patroni_swarm_refused 0',
    'patroni_swarm_pending_changes 1',
    'patroni_swarm_drift 0',
    'patroni_swarm_last_pass_seconds 0.25',
    'patroni_swarm_passes_total 7',
    'patroni_swarm_members{role="leader",state="running"} 1',
    'patroni_swarm_members{role="replica",state="streaming"} 2',
  ]);
});

test('every family says what it is, once, before its samples', () => {
  const text = metricsText(status);
  const named = [...text.matchAll(/^# TYPE (\w+) (gauge|counter)$/gm)].map(([, name]) => name);
  expect(new Set(named).size).toBe(named.length);
  for (const name of named)
    expect(text).toMatch(new RegExp(`^# HELP ${name} .+\\n# TYPE ${name} `, 'm'));
  expect(text.endsWith('\n')).toBe(true);
});
