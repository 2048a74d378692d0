import { expect } from 'vitest';
import { names } from '../../src/model/names.js';
import { SCOPE, swarmDocker } from './lab-hosts.js';
import { told } from './shell.js';
import { terraform } from './terraform.js';

/** Asks Terraform itself, in the stack as it was synthesised last; no job is left over either. */
export async function expectNothingLeft(): Promise<void> {
  const plan = await terraform(['plan', '-detailed-exitcode', '-input=false', '-no-color']);
  expect(plan.code, told(plan)).toBe(0);
  const services = await swarmDocker(['service', 'ls', '--format', '{{.Name}}']);
  expect(services.split('\n').filter((name) => name.startsWith(names.jobPrefix(SCOPE)))).toEqual(
    [],
  );
}
