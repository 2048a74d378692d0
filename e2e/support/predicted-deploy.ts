import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PlanReport } from '../../src/plan/plan-report.js';
import { cliJson, cliMust } from './cli.js';
import { waitWhole } from './cluster.js';
import { record } from './figures.js';
import { resultDirectory } from './lab-hosts.js';
import { comparePrediction } from './prediction.js';
import type { Ran } from './shell.js';
import { clusterPicture } from './tasks.js';

const TABLE = 'What plan says, and what then happens';
const WHOLE_SECONDS = 90;

export interface Predicted {
  /** Applies the plan that was read, and fails if something else happens than it says. */
  readonly deploy: () => Promise<Ran>;
}

/** Plans a change of the lab, and keeps what the plan says to compare it with what happens. */
export async function predicted(title: string, file: string): Promise<Predicted> {
  const saved = join(resultDirectory, 'predicted.tfplan');
  rmSync(saved, { force: true });
  const plan = await cliJson<PlanReport>(['plan', file, '--save', saved]);
  const before = await clusterPicture();
  return {
    deploy: async () => {
      const ran = await cliMust(['deploy', file, '--plan-file', saved]);
      await waitWhole(WHOLE_SECONDS);
      const { held, missed } = await comparePrediction(plan, before, await clusterPicture());
      record({
        table: TABLE,
        what: `${title}: ${plan.findings.length} findings, at worst ${plan.severity}`,
        value: `${held.length} of ${held.length + missed.length} as predicted`,
      });
      expect(missed, 'what happened otherwise than predicted').toEqual([]);
      return ran;
    },
  };
}
