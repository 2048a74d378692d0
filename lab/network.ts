import { readFile } from 'node:fs/promises';
import { LAB_LABEL } from './container.js';
import type { LabContext, LabStep } from './context.js';
import { docker, dockerLines } from './docker.js';
import { labSubnetTaken } from './problems.js';
import { interfacesOn } from './routes.js';

/** The wire between the hosts: one bridge with fixed addresses. */
export async function ensureNetwork(context: LabContext, step: LabStep): Promise<void> {
  const host = context.engineHost();
  const { name, subnet, gateway, bridge } = context.network;
  const found = await dockerLines(host, ['network', 'ls', '--quiet', '--filter', `name=^${name}$`]);
  if (found.length > 0) return;
  await refuseTakenSubnet(context);
  step.report(`creating network ${name}, ${subnet}`);
  const create = ['network', 'create', '--driver', 'bridge', '--label', LAB_LABEL];
  const range = ['--subnet', subnet, '--gateway', gateway];
  // An engine that was killed leaves its bridge behind, and the next one takes it up by this name.
  const device = ['--opt', `com.docker.network.bridge.name=${bridge}`];
  await docker(host, [...create, ...range, ...device, name], { signal: step.signal });
}

/** The kernel takes the first of two interfaces on one subnet: no host of the lab would answer. */
async function refuseTakenSubnet({ network }: LabContext): Promise<void> {
  const routes = await readFile('/proc/net/route', 'utf8');
  const others = interfacesOn(network.subnet, routes).filter((name) => name !== network.bridge);
  if (others.length > 0) throw labSubnetTaken(network.subnet, others);
}
