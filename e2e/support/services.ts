import { SCOPE, swarmDocker } from './lab-hosts.js';
import { waitUntil } from './wait.js';

/**
 * Version of every service of the cluster; it moves with every update of the service, and once more
 * when Swarm has watched the new task for `monitor` and calls the update completed.
 *
 * @returns service name → version
 */
export async function serviceVersions(): Promise<Record<string, number>> {
  const listed = await swarmDocker(['service', 'ls', '--format', '{{.Name}}']);
  const services = listed
    .split('\n')
    .filter((name) => name.startsWith(`${SCOPE}-`))
    .sort();
  if (services.length === 0) return {};
  const format = '{{.Spec.Name}} {{.Version.Index}}';
  const inspected = await swarmDocker(['service', 'inspect', '--format', format, ...services]);
  return Object.fromEntries(
    inspected.split('\n').map((line) => {
      const [name = '', version = ''] = line.split(' ');
      return [name, Number(version)];
    }),
  );
}

const UPDATE_STATE = '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}';

/** State of the last update of a service, such as `updating`, `completed`, `paused`. */
export async function updateState(service: string): Promise<string> {
  return swarmDocker(['service', 'inspect', '--format', UPDATE_STATE, service]);
}

/** The managers may elect again in the seconds after one of them came back. */
const REST_SECONDS = 10;

/**
 * Waits until every node is ready, every service has its tasks and no update is watched, for a while.
 *
 * A node that the managers had given up for down restarts its tasks when it reports again, seconds
 * after its members answer: until then the cluster is whole, but not at rest.
 */
export async function waitSwarmAtRest(withinSeconds: number): Promise<void> {
  let restlessAt = performance.now();
  await waitUntil('the Swarm is at rest', withinSeconds, async () => {
    const restless = await whatIsRestless().catch(String);
    if (restless !== undefined) restlessAt = performance.now();
    const left = REST_SECONDS - (performance.now() - restlessAt) / 1000;
    return restless ?? (left > 0 ? `${left.toFixed(0)} s more of rest` : undefined);
  });
}

async function whatIsRestless(): Promise<string | undefined> {
  const nodes = await swarmDocker(['node', 'ls', '--format', '{{.Hostname}} {{.Status}}']);
  const services = await swarmDocker(['service', 'ls', '--format', '{{.Name}} {{.Replicas}}']);
  const unready = nodes.split('\n').filter((line) => !line.endsWith(' Ready'));
  const short = services.split('\n').filter((line) => !/ (\d+)\/\1( |$)/.test(line));
  const updating = (await updateStates()).filter((line) => line.endsWith(' updating'));
  return [...unready, ...short, ...updating].join(', ') || undefined;
}

async function updateStates(): Promise<readonly string[]> {
  const ids = (await swarmDocker(['service', 'ls', '-q'])).split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  const format = `{{.Spec.Name}} ${UPDATE_STATE}`;
  return (await swarmDocker(['service', 'inspect', '--format', format, ...ids])).split('\n');
}
