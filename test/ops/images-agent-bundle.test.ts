import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundleAgent } from '../../src/ops/agent-bundle.js';
import { findPackageRoot } from '../../src/ops/images-sources.js';

test('the agent carries nothing that belongs to the workstation, and is the same each time', async () => {
  const root = findPackageRoot();
  const read = () => readFileSync(new URL('dist/agent.mjs', root), 'utf8');
  const { inputs } = await bundleAgent(root);
  const once = read();
  await bundleAgent(root);
  expect(read()).toBe(once);
  const packages = Object.keys(inputs).map(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
  );
  const folders = Object.keys(inputs).map((path) => /^dist\/(\w+(?:\/\w+)?)\//.exec(path)?.[1]);
  expect(packages).toContain('zod');
  expect(Object.keys(inputs)).not.toContain('dist/src/core/zod.js');
  for (const name of [
    'cdktf',
    'constructs',
    '@cdktf/provider-docker',
    'commander',
    'listr2',
    'execa',
  ]) {
    expect(packages).not.toContain(name);
  }
  for (const name of ['src/cli', 'constructs', 'stacks', 'lab'])
    expect(folders).not.toContain(name);
});
