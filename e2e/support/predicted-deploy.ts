import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabNode } from '../../lab/context.js';
import type { PlanReport } from '../../src/plan/plan-report.js';
import { cliJson, cliMust } from './cli.js';
import { waitWhole } from './cluster.js';
import { record } from './figures.js';
import { lab, resultDirectory } from './lab-hosts.js';
import { comparePrediction } from './prediction.js';
import type { Ran } from './shell.js';
import { clusterPicture } from './tasks.js';

const TABLE = 'What plan says, and what then happens';
const WHOLE_SECONDS = 90;

export interface PredictedOptions {
  /** Where its members are afterwards. @default all hosts of the lab */
  readonly hosts?: readonly LabNode[];
  /** Node that plan and deploy leave out. @default none */
  readonly without?: string;
  /** Whether a commit waits for a standby afterwards. @default true */
  readonly commitsWait?: boolean;
}

export interface Predicted {
  readonly plan: PlanReport;
  /**
   * Applies the plan that was read, and fails if something else happens than it says.
   *
   * @param args - more of them for `deploy`
   */
  readonly deploy: (...args: readonly string[]) => Promise<Ran>;
}

/** Plans a change of the lab, and keeps what the plan says to compare it with what happens. */
export async function predicted(
  title: string,
  file: string,
  { hosts = lab.nodes, without, commitsWait = true }: PredictedOptions = {},
): Promise<Predicted> {
  const saved = join(resultDirectory, 'predicted.tfplan');
  rmSync(saved, { force: true });
  const left = without === undefined ? [] : ['--without', without];
  // A plan for some of the nodes cannot be kept.
  const kept = without === undefined ? ['--save', saved] : [];
  const plan = await cliJson<PlanReport>(['plan', file, ...left, ...kept]);
  const applied = kept.length === 0 || isInTwoApplies(plan) ? left : ['--plan-file', saved];
  const before = await clusterPicture(hosts);
  return {
    plan,
    deploy: async (...args) => {
      const ran = await cliMust(['deploy', file, ...applied, ...args]);
      await waitWhole(WHOLE_SECONDS, hosts, commitsWait);
      const after = await clusterPicture(hosts);
      const { held, missed } = await comparePrediction(plan, before, after, hosts);
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

/** A saved plan is one apply: `deploy` makes such a change only from a plan of its own. */
function isInTwoApplies({ notes }: PlanReport): boolean {
  return notes.some((note) => note.startsWith('deploy makes two applies'));
}
