import { readFileSync } from 'node:fs';
import type { ClusterChange } from '../../src/plan/cluster-change.js';
import { findImpact } from '../../src/plan/find-impact.js';
import type { Finding } from '../../src/plan/finding.js';
import { readPlan } from '../../src/plan/read-plan.js';

/** What Terraform planned for a change of the lab's cluster file; `test/fixtures/plans/README.md`. */
export function planBytes(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/plans/${name}.json`, import.meta.url));
}

export function changeOf(name: string): ClusterChange {
  const [change] = readPlan(planBytes(name));
  if (!change) throw new Error(`${name} has no cluster`);
  return change;
}

export function findingsOf(name: string): Finding[] {
  return findImpact(changeOf(name));
}

/** `handover PARAMETER_RAISED max_connections`, one a finding. */
export function rowsOf(name: string): string[] {
  return findingsOf(name).map(
    ({ severity, code, object }) =>
      `${severity}: ${code} ${object.replace('postgresql.parameters.', '')}`,
  );
}

/** The plan with a resource's attributes or actions changed by hand. */
export function alteredPlan(name: string, alter: (plan: AlterablePlan) => void): Uint8Array {
  const plan = JSON.parse(Buffer.from(planBytes(name)).toString('utf8')) as AlterablePlan;
  alter(plan);
  return Buffer.from(JSON.stringify(plan));
}

export interface AlterableResource {
  address: string;
  type: string;
  action_reason?: string;
  change: { actions: string[]; before: Attributes | null; after: Attributes | null };
}

export interface AlterablePlan {
  resource_changes: AlterableResource[];
  resource_drift: AlterableResource[];
  output_changes: Record<string, { before: unknown; after: unknown }>;
  prior_state?: unknown;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Terraform's own JSON, changed in depth
export type Attributes = Record<string, any>;
