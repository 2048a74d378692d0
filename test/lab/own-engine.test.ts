import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labContext } from '../../lab/context.js';
import { ownEnginePaths, ownEnginePid } from '../../lab/own-engine.js';

test('a pid file that names another program is no engine of ours, so it is never stopped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  const context = { ...labContext(folder), runDirectory: folder };
  writeFileSync(ownEnginePaths(context).pidfile, `${process.pid}`);
  expect(ownEnginePid(context)).toBeUndefined();
});

test('sockets stay below the limit of a socket path, however deep the project lies', () => {
  const context = labContext(`/${'deep/'.repeat(60)}`);
  const sockets = [ownEnginePaths(context).socket, ...context.nodes.map(({ socket }) => socket)];
  for (const socket of sockets) expect(Buffer.byteLength(socket)).toBeLessThan(107);
});
