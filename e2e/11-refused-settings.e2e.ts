import { beforeAll, beforeEach, expect, test } from 'vitest';
import { cli } from './support/cli.js';
import { fileWith, observe, restarted, type ParameterValues } from './support/changed-settings.js';
import { leader, waitWhole } from './support/cluster.js';
import { lab } from './support/lab-hosts.js';
import { ask, everywhere } from './support/parameters.js';
import { patronictl } from './support/patronictl.js';
import { told, type Ran } from './support/shell.js';

const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 90;

beforeAll(() => waitWhole(WHOLE_SECONDS));
beforeEach(() => waitWhole(WHOLE_SECONDS));

async function deployWith(
  what: string,
  parameters: ParameterValues,
  rules?: string[],
): Promise<Ran> {
  return cli(['deploy', fileWith(what, parameters, rules)]);
}

test(
  'a value no server starts with is refused in the words of PostgreSQL; no member is touched',
  async () => {
    const seen = await observe('refused', () => deployWith('refused', { huge_pages: 'on' }));
    expect(seen.deployed.code, told(seen.deployed)).toBe(5);
    expect(seen.deployed.stderr).toContain('huge_pages');
    expect(seen.deployed.stderr).toContain('nothing was changed');
    expect(await leader()).toBe(seen.leaderBefore);
    expect(restarted(seen)).toEqual([]);
    expect(await everywhere('huge_pages')).toEqual(['off', 'off', 'off']);
    expect(seen.pooled.failures).toEqual([]);
  },
  6 * MINUTE_MS,
);

test(
  'an access rule that PostgreSQL cannot read is refused in its words; no member gets it',
  async () => {
    const rule = 'host all /^( 192.0.2.2/32 reject';
    const refused = await deployWith('unreadable', {}, [rule]);
    expect(refused.code, told(refused)).toBe(5);
    expect(refused.stderr).toContain('invalid regular expression');
    expect(refused.stderr).toContain('nothing was changed');
    const there = `select count(*) from pg_hba_file_rules where address = '192.0.2.2'`;
    for (const { name } of lab.nodes) expect(await ask(name, there)).toBe('0');
  },
  5 * MINUTE_MS,
);

test(
  'a paused cluster is not touched, and the apply says so',
  async () => {
    await patronictl('pause', '--wait');
    try {
      const failed = await deployWith('paused', { work_mem: '7MB' });
      expect(failed.code, told(failed)).toBe(5);
      expect(failed.stderr).toContain('paused');
      expect(await everywhere('work_mem')).not.toContain('7MB');
    } finally {
      await patronictl('resume', '--wait');
    }
  },
  5 * MINUTE_MS,
);
