import type { Report } from '../core/phase.js';
import type { NamedObject, Swarm } from '../live/swarm.js';
import type { Terraform } from '../live/terraform.js';

/**
 * Brings what an interrupted apply left behind under Terraform's management, unchanged.
 *
 * A provider that is interrupted while it waits for a service forgets the service (seen): the next apply
 * would fail because the name is taken, and a destroy would leave it running. The same heals a lost
 * state.
 *
 * @param terraform - has just written a plan
 * @returns how many were adopted; if any, the plan is out of date
 */
export async function adoptOrphans(
  swarm: Swarm,
  terraform: Terraform,
  clusterScope: string,
  report: Report,
): Promise<number> {
  const planned = await terraform.plannedChanges();
  const creates = planned.filter(({ actions }) => actions.length === 1 && actions[0] === 'create');
  if (creates.length === 0) return 0;
  const existing = await existingObjects(swarm, `${clusterScope}-`);
  let adopted = 0;
  for (const { address, type, name } of creates) {
    const object = existing.get(type)?.find((candidate) => candidate.name === name);
    if (!object) continue;
    report(`${object.name} exists already: taking it over`);
    await terraform.adopt(address, object.id);
    adopted += 1;
  }
  return adopted;
}

async function existingObjects(
  swarm: Swarm,
  namePrefix: string,
): Promise<Map<string, readonly NamedObject[]>> {
  const [services, networks, configs] = await Promise.all([
    swarm.services(namePrefix),
    swarm.networks(namePrefix),
    swarm.configs(namePrefix),
  ]);
  return new Map<string, readonly NamedObject[]>([
    ['docker_service', services],
    ['docker_network', networks],
    ['docker_config', configs],
  ]);
}
