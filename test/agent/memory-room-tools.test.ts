import { expect, test } from 'vitest';
import { busySizes } from '../../src/agent/memory-room-tools.js';

const MB = 1024 ** 2;

test('sizes are read with a unit, or in the unit PostgreSQL gives a bare number', () => {
  const parameters = {
    max_connections: 100,
    shared_buffers: '768MB',
    work_mem: 4096,
    autovacuum_work_mem: '32768',
    autovacuum_max_workers: '3',
    max_worker_processes: 8,
  };
  expect(busySizes(parameters)).toEqual({
    maxConnections: 100,
    sharedBuffersBytes: 768 * MB,
    workMemBytes: 4 * MB,
    autovacuumWorkMemBytes: 32 * MB,
    autovacuumWorkers: 3,
    workerProcesses: 8,
  });
  expect(busySizes({ shared_buffers: 98_304 }).sharedBuffersBytes).toBe(768 * MB);
});

test('what is not there, or only a switch, takes nothing', () => {
  expect(busySizes({ autovacuum_work_mem: -1 })).toMatchObject({
    autovacuumWorkMemBytes: 0,
    sharedBuffersBytes: 0,
  });
});
