import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const { isTTY } = process.stdout;

/** The head of `status`, printed where stdout is a terminal or not. */
async function printed(terminal: boolean, env: Readonly<Record<string, string>>): Promise<string> {
  // As Node has it: true, or nothing at all.
  Object.defineProperty(process.stdout, 'isTTY', {
    value: terminal ? true : undefined,
    configurable: true,
    writable: true,
  });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  const { colours } = await import('../../src/cli/colours.js');
  return `lab is ${colours.green('up')}`;
}

beforeEach(() => {
  for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, undefined);
  vi.stubEnv('TERM', 'xterm');
});
afterEach(() => {
  process.stdout.isTTY = isTTY;
  vi.unstubAllEnvs();
});

test('a terminal shows colours', async () => {
  expect(await printed(true, {})).toBe('lab is \u001b[32mup\u001b[39m');
});

test.each([
  ['a file or a pipe', false, {}],
  ["a pipeline's log", false, { CI: 'true' }],
  ['a terminal whose user wants none', true, { NO_COLOR: '1' }],
  ['a terminal that cannot', true, { TERM: 'dumb' }],
])('%s shows none', async (_, terminal, env) => {
  expect(await printed(terminal, env)).toBe('lab is up');
});
