import { SCOPE, swarmDocker } from './lab-hosts.js';

/**
 * Version of every service of the cluster; it moves with every update of the service.
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

/** State of the last update of a service, such as `updating`, `completed`, `paused`. */
export async function updateState(service: string): Promise<string> {
  const format = '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}';
  return swarmDocker(['service', 'inspect', '--format', format, service]);
}
