import { expect, test } from 'vitest';
import { type MemoryRoomTools, requireMemoryRoom } from '../../src/interlock/memory-room.js';

const GB = 1024 ** 3;
const MB = 1024 ** 2;

/** 1GB of buffers and 100 connections of 10MB: with workers less than 2.2GB. */
const sizes = {
  maxConnections: 100,
  sharedBuffersBytes: GB,
  workMemBytes: 4 * MB,
  autovacuumWorkMemBytes: 32 * MB,
  autovacuumWorkers: 3,
  workerProcesses: 8,
};

function room(over: Partial<MemoryRoomTools> = {}) {
  const events: string[] = [];
  const kept: number[] = [];
  const tools: MemoryRoomTools = {
    limitBytes: 2 * GB,
    lastLimitBytes: () => 4 * GB,
    keepLimit: (bytes) => void kept.push(bytes),
    sizes: () => Promise.resolve(sizes),
    settingsAlone: 'terraform apply -target=docker_service.a-reconciler',
    log: (event) => events.push(event),
    ...over,
  };
  return { events, kept, checked: requireMemoryRoom(tools) };
}

test('a limit lowered below what PostgreSQL may use is refused, with both steps', async () => {
  const { checked, kept } = room();
  await expect(checked).rejects.toThrow(
    /MEMORY_BEFORE_SETTINGS[^]*from 4GB to 2GB[^]*up to 2184MB[^]*first \(terraform apply -target=docker_service.a-reconciler\), then the limit/,
  );
  expect(kept).toEqual([]);
});

test.each([
  ['it fits all the same', { limitBytes: 3 * GB }, 3 * GB],
  ['it was raised', { lastLimitBytes: () => GB }, 2 * GB],
  ['the volume is new', { lastLimitBytes: () => undefined }, 2 * GB],
])('where %s, the member starts and keeps its limit', async (_, over, limit) => {
  const { checked, kept } = room(over);
  await expect(checked).resolves.toBeUndefined();
  expect(kept).toEqual([limit]);
});

test.each([
  ['the DCS does not answer', { sizes: () => Promise.reject(new Error('silent')) }],
  ['nobody else leads', { sizes: () => Promise.resolve(undefined) }],
])('where %s, the member starts, and starts so again', async (_, over) => {
  const { checked, kept } = room(over);
  await expect(checked).resolves.toBeUndefined();
  expect(kept).toEqual([2 * GB]);
});

test('a limit that is what it was is not looked at, whatever somebody set by hand', async () => {
  const { checked, kept, events } = room({ lastLimitBytes: () => 2 * GB });
  await expect(checked).resolves.toBeUndefined();
  expect({ kept, events }).toEqual({ kept: [], events: [] });
});

test('a disk that takes no note of it is no reason to stay away', async () => {
  const full = () => {
    throw new Error('ENOSPC: no space left on device');
  };
  const { checked, events } = room({ limitBytes: 3 * GB, keepLimit: full });
  await expect(checked).resolves.toBeUndefined();
  expect(events).toEqual(['memory-room', 'memory-limit-not-kept']);
});

test('where there is no limit there is nothing to look at', async () => {
  const { checked, kept } = room({ limitBytes: undefined });
  await expect(checked).resolves.toBeUndefined();
  expect(kept).toEqual([]);
});
