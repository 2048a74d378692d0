import { LAB_LABEL } from './container.js';
import type { LabContext, LabStep } from './context.js';
import { docker, dockerLines } from './docker.js';

/** The wire between the hosts: one bridge with fixed addresses. */
export async function ensureNetwork(context: LabContext, step: LabStep): Promise<void> {
  const host = context.engineHost();
  const { name, subnet, gateway } = context.network;
  const found = await dockerLines(host, ['network', 'ls', '--quiet', '--filter', `name=^${name}$`]);
  if (found.length > 0) return;
  step.report(`creating network ${name}, ${subnet}`);
  const create = ['network', 'create', '--driver', 'bridge', '--label', LAB_LABEL];
  const range = ['--subnet', subnet, '--gateway', gateway];
  await docker(host, [...create, ...range, name], { signal: step.signal });
}
