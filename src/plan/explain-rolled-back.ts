import { placeOf, type ServiceChange } from './cluster-change.js';
import { taskRestart } from './effects.js';
import type { Finding } from './finding.js';
import type { Impact } from './impact.js';

/**
 * Services that Swarm took back to files which Terraform has removed since, and would now make again.
 *
 * What differs is then nothing to be seen in the files: both sides mount the same.
 */
export function explainRolledBack(impact: Impact): Finding[] {
  return impact.change.services.flatMap((service) => rolledBack(impact, service));
}

function rolledBack({ change, record }: Impact, service: ServiceChange): Finding[] {
  const { action, address, after, before, name } = service;
  const place = placeOf(change, name);
  if (action !== 'update' || !before || !after || !place) return [];
  const mounted = new Set([...before.files.values()].map(({ configName }) => configName));
  const made = change.resources.filter(
    (config) =>
      config.type === 'docker_config' && config.action === 'create' && mounted.has(config.name),
  );
  if (made.length === 0) return [];
  return [
    {
      code: 'SERVICE_ROLLED_BACK',
      ...taskRestart(record, place.tier, place.nodes),
      object: name,
      what: `${name} is to run on ${made.map((config) => config.name).join(', ')}, which it mounts already and nobody has`,
      causes: [],
      why: 'Swarm has rolled its last update back, to files that Terraform had removed: they are made again, and its tasks start anew',
      resources: [address, ...made.map((config) => config.address)],
    },
  ];
}
