import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labContext } from '../../lab/context.js';
import {
  mirrorFolder,
  mirrorIsBuilt,
  terraformRc,
  versionFolder,
} from '../../lab/provider-mirror.js';

test('a mirror without its settings, or of a project that was moved, is built again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  const context = labContext(join(folder, 'old'));
  const mirror = mirrorFolder(context);
  for (const registry of ['registry.terraform.io', 'registry.opentofu.org']) {
    mkdirSync(versionFolder(mirror, registry), { recursive: true });
  }
  expect(mirrorIsBuilt(context)).toBe(false);
  writeFileSync(context.terraformRc, terraformRc(mirror));
  expect(mirrorIsBuilt(context)).toBe(true);
  renameSync(join(folder, 'old'), join(folder, 'new'));
  expect(mirrorIsBuilt(labContext(join(folder, 'new')))).toBe(false);
});
