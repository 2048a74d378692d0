import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PlanReport } from '../src/plan/plan-report.js';
import { fileWith, observe, restarted, type ParameterValues } from './support/changed-settings.js';
import { leader, waitWhole } from './support/cluster.js';
import { lab } from './support/lab-hosts.js';
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

test(
  'a value no server starts with is refused in the words of PostgreSQL; no member is touched',
  async () => {
    const { plan, deploy } = await refused('a value no server starts with', { huge_pages: 'on' });
    expect(plan.findings[0]).toMatchObject({
      code: 'SETTINGS_REFUSED',
      what: expect.stringContaining('huge pages') as string,
    });
    const seen = await observe('refused', deploy);
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
