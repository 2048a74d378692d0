import { UserError, type Problem } from '../core/problem.js';

export function handoverRefused(at: string, got: string, need: string): UserError {
  const problem: Problem = {
    code: 'SWITCHOVER_REFUSED',
    at,
    got,
    need,
    why: 'a switchover must not lose a row or leave the cluster without a leader',
    fix: 'look at `patroni-swarm status` and try again when the cluster is up',
  };
  return new UserError([problem], 'refused');
}

export function handoverFailed(got: string, need: string): UserError {
  return new UserError([{ code: 'SWITCHOVER_FAILED', at: 'switchover', got, need }], 'live');
}
