import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabNode } from '../../lab/context.js';
import type { PlanReport } from '../../src/plan/plan-report.js';
import { cli } from './cli.js';
import { waitWhole } from './cluster.js';
import { record } from './figures.js';
import { lab, resultDirectory } from './lab-hosts.js';
import { comparePrediction } from './prediction.js';
import { told, type Ran } from './shell.js';
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
  /** Whether `plan` says that the reconciler refuses it, and then it does. @default false */
  readonly refused?: boolean;
}

/** Exit codes of a plan that can never be applied, and of a deploy that the live cluster refused. */
const REFUSED = { plan: 4, deploy: 5 } as const;
const FINE = { plan: 0, deploy: 0 } as const;

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
  { hosts = lab.nodes, without, commitsWait = true, refused = false }: PredictedOptions = {},
): Promise<Predicted> {
  const saved = join(resultDirectory, 'predicted.tfplan');
  rmSync(saved, { force: true });
  const left = without === undefined ? [] : ['--without', without];
  // A plan for some of the nodes cannot be kept.
  const kept = without === undefined ? ['--save', saved] : [];
  const codes = refused ? REFUSED : FINE;
  const planned = await cli(['plan', file, ...left, ...kept, '--json']);
  expect(planned.code, told(planned)).toBe(codes.plan);
  const plan = JSON.parse(planned.stdout) as PlanReport;
  const applied = kept.length === 0 || isInTwoApplies(plan) ? left : ['--plan-file', saved];
  const before = await clusterPicture(hosts);
  return {
    plan,
    deploy: async (...args) => {
      const ran = await cli(['deploy', file, ...applied, ...args]);
      expect(ran.code, told(ran)).toBe(codes.deploy);
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
