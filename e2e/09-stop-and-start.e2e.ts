import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { endpoint, endpoints, PORTS, waitWhole } from './support/cluster.js';
import { recordSeconds } from './support/figures.js';
import { lab, projectRoot } from './support/lab-hosts.js';
import { readBack } from './support/read-back.js';
import { must, run, told } from './support/shell.js';
import { sleep } from './support/wait.js';
import { Writer } from './support/writer.js';

const TABLE = 'Stop and start';
const MINUTE_MS = 60_000;

beforeAll(() => waitWhole(60));

test(
  'npm run stop leaves nothing running, and npm start comes back with the data',
  { timeout: 15 * MINUTE_MS },
  async () => {
    const writer = await Writer.start(`stop ${new Date().toISOString()}`, endpoints(PORTS.write));
    await sleep(1_000);
    const rows = await writer.stop();

    const options = { cwd: projectRoot, timeoutMs: 5 * MINUTE_MS };
    const stopped = await must('npm', ['run', 'stop'], options);
    recordSeconds(TABLE, 'npm run stop', stopped.seconds);
    expect(existsSync(lab.runDirectory), `${lab.runDirectory} is left`).toBe(false);
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    expect(mounts.filter((line) => line.includes(lab.runDirectory))).toEqual([]);
    const { stdout: left } = await run('ps', ['-eo', 'args=']);
    const ours = left
      .split('\n')
      .filter((line) => /^(\S*\/)?dockerd .*patroni-swarm-lab/.test(line));
    expect(ours, 'engines left').toEqual([]);

    const started = await run('npm', ['start'], { ...options, timeoutMs: 10 * MINUTE_MS });
    expect(started.code, told(started)).toBe(0);
    recordSeconds(TABLE, 'npm start on kept data', started.seconds);
    await waitWhole(60);
    const { lost } = await readBack(endpoint(lab.nodes[0], PORTS.write), rows);
    expect(rows.acknowledged.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
  },
);
