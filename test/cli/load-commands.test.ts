import { readdirSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { loadCommands } from '../../src/cli/commands/index.js';

const files = readdirSync(new URL('../../src/cli/commands', import.meta.url))
  .map((file) => file.replace('.ts', ''))
  .filter((name) => name !== 'index');

async function namesLoaded(name: string | undefined): Promise<string[]> {
  const program = new Command();
  for (const command of await loadCommands(name)) {
    command.addTo(program, new AbortController().signal);
  }
  return program.commands.map((command) => command.name());
}

test.each(files)('%s loads this command and no other', async (name) => {
  expect(await namesLoaded(name)).toEqual([name]);
});

test.each([undefined, '--help', 'help', 'validte', 'constructor'])(
  'all are loaded for help and for a word that is no command (%s)',
  async (word) => {
    expect((await namesLoaded(word)).toSorted()).toEqual(files.toSorted());
  },
);
