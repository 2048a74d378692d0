import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PlanReport } from '../src/plan/plan-report.js';
import { fileWith, observe, restarted, type ParameterValues } from './support/changed-settings.js';
import { leader, waitWhole } from './support/cluster.js';
import { lab, SCOPE } from './support/lab-hosts.js';
import { ask, everywhere } from './support/parameters.js';
import { patronictl } from './support/patronictl.js';
import { predicted } from './support/predicted-deploy.js';
import type { Ran } from './support/shell.js';

const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 90;

beforeAll(() => waitWhole(WHOLE_SECONDS));
beforeEach(() => waitWhole(WHOLE_SECONDS));

/** Plans and deploys what is refused; that nothing becomes of it is compared with the plan. */
async function refused(
  title: string,
  parameters: ParameterValues,
  rules?: string[],
): Promise<{ plan: PlanReport; deploy: () => Promise<Ran> }> {
  return predicted(title, fileWith(title, parameters, rules), { refused: true });
}

const refusals = [
  {
    title: 'more memory than there is',
    name: 'huge_pages',
    value: 'on',
    stays: 'off',
    words: 'could not map anonymous shared memory',
  },
  {
    title: 'a library that is not there',
    name: 'shared_preload_libraries',
    value: 'nosuch',
    stays: 'pg_stat_statements',
    words: 'could not access file',
  },
];

test.each(refusals)(
  '$title is refused in the words of PostgreSQL; no member is touched',
  async ({ title, name, value, stays, words }) => {
    const { plan, deploy } = await refused(title, { [name]: value });
    expect(plan.findings[0]?.code).toBe('SETTINGS_REFUSED');
    expect(plan.findings[0]?.what).toContain(words);
    const seen = await observe(title, deploy);
    expect(seen.deployed.stderr).toContain(words);
    expect(seen.deployed.stderr).toContain(name);
    expect(seen.deployed.stderr).toContain('nothing was changed');
    expect(await leader()).toBe(seen.leaderBefore);
    expect(restarted(seen)).toEqual([]);
    expect(await everywhere(name)).toEqual([stays, stays, stays]);
    expect(seen.pooled.failures).toEqual([]);
  },
  6 * MINUTE_MS,
);

test(
  'taken back, the file applies again',
  async () => {
    const { deploy } = await predicted('a refused change taken back', SCOPE);
    await deploy();
  },
  3 * MINUTE_MS,
);

test(
  'an access rule that PostgreSQL cannot read is refused in its words; no member gets it',
  async () => {
    const rule = 'host all /^( 192.0.2.2/32 reject';
    const { plan, deploy } = await refused('an unreadable access rule', {}, [rule]);
    expect(plan.findings[0]?.what).toContain('invalid regular expression');
    const { stderr } = await deploy();
    expect(stderr).toContain('invalid regular expression');
    expect(stderr).toContain('nothing was changed');
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
      const { plan, deploy } = await refused('a paused cluster', { work_mem: '7MB' });
      expect(plan.findings[0]?.code).toBe('CLUSTER_PAUSED');
      expect((await deploy()).stderr).toContain('paused');
      expect(await everywhere('work_mem')).not.toContain('7MB');
    } finally {
      await patronictl('resume', '--wait');
    }
  },
  5 * MINUTE_MS,
);
