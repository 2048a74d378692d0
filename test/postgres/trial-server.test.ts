import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { majors, programPaths } from '../../scripts/embedded-postgres.mjs';
import { tryServer } from '../../src/live/trial-server.js';

const RULE = 'local all all peer';
const MINUTE = 60_000;

test.each(majors)(
  'PostgreSQL %i: a trial tells what starts from what does not, and leaves nothing behind',
  async (major) => {
    const folder = mkdtempSync(join(tmpdir(), 'patroni-swarm-trial-'));
    const before = trials();
    try {
      const program = await programPaths(major, folder);
      const archived = join(folder, 'archived');
      const attempt = (conf: string, rules = RULE) =>
        tryServer({ postgresqlConf: `${conf}\n`, pgHba: `${rules}\n` }, program);
      expect(
        await attempt(
          `max_connections = 64\nlog_line_prefix = 'x '\narchive_mode = on\narchive_command = 'touch ${archived}'\nlisten_addresses = '*'\nlogging_collector = on\nssl = on`,
        ),
      ).toEqual({ kind: 'starts' });
      expect(existsSync(archived)).toBe(false);
      expect(await attempt("shared_preload_libraries = 'nonsense'")).toMatchObject({
        kind: 'fails',
        reason: expect.stringContaining('could not access file "nonsense"') as string,
      });
      expect(await attempt('nonsense = 1')).toMatchObject({
        reason: expect.stringContaining(
          'unrecognized configuration parameter "nonsense"',
        ) as string,
      });
      expect(await attempt('work_mem = 4MB', `${RULE}\nhost all all`)).toMatchObject({
        kind: 'fails',
        reason: expect.stringMatching(/^LOG: +end-of-line before IP address.*line 2/) as string,
      });
      expect(
        await tryServer({ postgresqlConf: '', pgHba: '' }, () => '/nonexistent'),
      ).toMatchObject({
        kind: 'unknown',
      });
      expect(trials()).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  MINUTE,
);

const trials = () => readdirSync(tmpdir()).filter((name) => name.startsWith('trial-'));
