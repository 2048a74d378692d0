import { expect, test } from 'vitest';
import { run } from '../../lab/command.js';

test('a program that fails is shown with the end of what it printed', async () => {
  const script = 'for (let i = 0; i < 20; i++) console.error(`line ${i}`); process.exit(3)';
  await expect(run(process.execPath, ['-e', script])).rejects.toMatchObject({
    kind: 'live',
    problems: [
      { code: 'LAB_STEP_FAILED', got: expect.stringMatching(/^line 12\n[^]*line 19$/) as unknown },
    ],
  });
});

test('a program that hangs is ended at its limit', async () => {
  const hang = run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 200 });
  await expect(hang).rejects.toMatchObject({ problems: [{ code: 'LAB_STEP_FAILED' }] });
});

test('of a line that was overwritten while it was drawn, the last state is reported', async () => {
  const lines: string[] = [];
  const script = 'process.stdout.write("5%\\r50%\\r100%\\n")';
  await run(process.execPath, ['-e', script], { onLine: (line) => lines.push(line) });
  expect(lines).toEqual(['100%']);
});
