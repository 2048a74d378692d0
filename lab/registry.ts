import { ensureContainer } from './container.js';
import type { LabContext, LabStep } from './context.js';
import { hostImage } from './host-image.js';
import { reachable } from './reachable.js';
import { labStepFailed } from './problems.js';
import { waitUntil } from './wait.js';

/** A registry that this machine pushes to and the hosts pull from, by digest as in production. */
export async function ensureRegistry(context: LabContext, step: LabStep): Promise<void> {
  const { registry, network } = context;
  const options = [
    ...['--network', network.name, '--ip', registry.address, '--hostname', 'registry'],
    ...['--volume', `${registry.container}:/var/lib/registry`],
    ...['--publish', `${registry.pushHost}:5000`],
  ];
  const image = await hostImage(context);
  const spec = { name: registry.container, options, image, command: ['registry'] };
  await ensureContainer(context.engineHost(), spec, step);
  await waitUntil(
    () => reachable(`http://${registry.pushHost}/v2/`, step.signal),
    { limitMs: 20_000, signal: step.signal },
    () => labStepFailed(registry.container, 'no answer', `an answer on ${registry.pushHost}`),
  );
}
