import { expect, test } from 'vitest';
import { runPhases, type PhaseView } from '../../src/cli/run-phases.js';
import type { Phase } from '../../src/core/phase.js';

const never = new AbortController().signal;

function recorder(): { view: PhaseView; events: string[] } {
  const events: string[] = [];
  const view: PhaseView = {
    started: (title) => events.push(`start ${title}`),
    said: (title, line) => events.push(`${title}: ${line}`),
    finished: (title) => events.push(`end ${title}`),
    failed: (title) => events.push(`fail ${title}`),
    close: () => Promise.resolve(),
  };
  return { view, events };
}

function phase(title: string, needs: string[], run: Phase['run'] = () => Promise.resolve()): Phase {
  return { title, needs, run };
}

test('starts a phase only when all it needs has ended', async () => {
  const { view, events } = recorder();
  await runPhases([phase('a', []), phase('b', []), phase('c', ['a', 'b'])], view, never);
  expect(events.indexOf('start c')).toBeGreaterThan(events.indexOf('end a'));
  expect(events.indexOf('start c')).toBeGreaterThan(events.indexOf('end b'));
});

test('runs phases that do not need each other side by side', async () => {
  const { view } = recorder();
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const waits = phase('waits', [], () => opened);
  const opens = phase('opens', [], () => {
    open();
    return Promise.resolve();
  });
  expect(await runPhases([waits, opens], view, never)).toHaveLength(2);
});

test('aborts the others at the first failure, waits for them, and throws that failure', async () => {
  const { view, events } = recorder();
  const slow = phase('slow', [], (_, signal) => {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        events.push('slow was told');
        reject(new Error('aborted'));
      });
    });
  });
  const fails = phase('fails', [], () => Promise.reject(new Error('no engine')));
  const after = phase('after', ['fails']);
  await expect(runPhases([slow, fails, after], view, never)).rejects.toThrow('no engine');
  expect(events).toContain('slow was told');
  expect(events).not.toContain('start after');
});
