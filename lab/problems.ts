import { UserError, type Problem } from '../src/core/problem.js';

/** What the lab needs of this machine and did not find. */
export function prerequisitesMissing(problems: readonly Problem[]): UserError {
  return new UserError(problems, 'input');
}

export function labIsDown(): UserError {
  return new UserError(
    [
      {
        code: 'LAB_DOWN',
        at: 'lab',
        got: 'no lab on this machine',
        need: 'a running lab',
        fix: 'run `npm start`, or `npm run -s cli -- lab up` for the hosts alone',
      },
    ],
    'live',
  );
}

export function labOfAnotherProject(ours: string, theirs: string): UserError {
  return new UserError(
    [
      {
        code: 'LAB_OF_ANOTHER_PROJECT',
        at: 'lab',
        got: `the lab on this machine belongs to ${theirs}`,
        need: `no lab, or the lab of ${ours}`,
        why: 'its hosts carry that cluster, whose Terraform state is not here',
        fix: 'run `npm run stop` (here or there), then this command again',
      },
    ],
    'refused',
  );
}

export function labNumberInvalid(got: string): UserError {
  const need = 'a whole number from 1 to 9';
  return new UserError([{ code: 'LAB_NUMBER_INVALID', at: 'PATRONI_SWARM_LAB', got, need }]);
}

/** @param interfaces - on this machine, none of them the lab's own */
export function labSubnetTaken(subnet: string, interfaces: readonly string[]): UserError {
  const [first = ''] = interfaces;
  return new UserError(
    [
      {
        code: 'LAB_SUBNET_TAKEN',
        at: 'lab network',
        got: `${subnet} is on ${interfaces.join(' and ')} already`,
        need: 'a subnet of its own',
        why: 'packets for the lab would leave by the other interface',
        fix: `if it is left of an engine that is gone, restart this machine, or run \`ip link delete ${first}\` and remove the iptables rules that name it; otherwise set PATRONI_SWARM_LAB=2`,
      },
    ],
    'refused',
  );
}

export function unknownLabNode(name: string, known: readonly string[]): UserError {
  return new UserError([
    { code: 'LAB_NODE_UNKNOWN', at: 'node', got: name, need: `one of ${known.join(', ')}` },
  ]);
}

export function faultTargetMissing(node: string, service: string): UserError {
  return new UserError(
    [
      {
        code: 'LAB_FAULT_TARGET_MISSING',
        at: service,
        got: `no running container of it on ${node}`,
        need: 'a running container',
        fix: 'look at `npm run -s cli -- status` for where it runs',
      },
    ],
    'live',
  );
}

/**
 * A program of the lab that failed or took too long.
 *
 * @param output - what it printed; the last lines are shown
 */
export function labStepFailed(at: string, output: string, need: string, fix?: string): UserError {
  const lines = output.trim().split('\n').slice(-8).join('\n        ');
  return new UserError(
    [{ code: 'LAB_STEP_FAILED', at, got: lines || 'no answer', need, ...(fix && { fix }) }],
    'live',
  );
}
