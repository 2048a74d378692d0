import { UserError } from '../core/problem.js';

const HOW = 'make one with terraform plan -out FILE and terraform show -json FILE';

export function planUnreadable(got: string, why?: string): UserError {
  return new UserError([
    {
      code: 'PLAN_UNREADABLE',
      at: 'plan',
      got,
      need: 'the JSON that terraform show -json prints',
      ...(why !== undefined && { why }),
      fix: HOW,
    },
  ]);
}

export function planTooLarge(bytes: number, most: number): UserError {
  return new UserError([
    {
      code: 'PLAN_TOO_LARGE',
      at: 'plan',
      got: `${Math.ceil(bytes / 1024 ** 2)} MB`,
      need: `${Math.floor(most / 1024 ** 2)} MB at most`,
      why: 'a plan of fifty hosts has some 10 MB',
      fix: HOW,
    },
  ]);
}

/** A plan that no `PatroniCluster` is in. */
export function planForeign(outputs: readonly string[]): UserError {
  return new UserError([
    {
      code: 'PLAN_FOREIGN',
      at: 'plan',
      got: outputs.length === 0 ? 'no outputs' : `outputs ${outputs.slice(0, 5).join(', ')}`,
      need: 'the output patroni_swarm_<scope> that every PatroniCluster declares',
      why: 'it says what is where; without it nothing can be foretold',
      fix: 'show the plan of a stack that patroni-swarm synthesised',
    },
  ]);
}
