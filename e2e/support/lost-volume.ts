import { containersOf, dockerEnv, dockerOn, hostNamed } from './lab-hosts.js';
import { must } from './shell.js';
import { waitUntil } from './wait.js';

/** The new task is placed, its container made and its program started. */
const REPLACED_SECONDS = 60;

/**
 * Empties the data volume of one member and kills its container; Swarm starts another on it.
 *
 * Everything in the container stands still meanwhile, so that no program sees half of its data.
 */
export async function loseVolume(hostName: string, service: string, path: string): Promise<void> {
  const host = hostNamed(hostName);
  const [container] = await containersOf(host, service);
  if (!container) throw new Error(`no running container of ${service} on ${hostName}`);
  const wipe = `kill -STOP -1; find ${path} -mindepth 1 -delete`;
  const options = { env: dockerEnv(host), timeoutMs: 60_000 };
  await must('docker', ['exec', container, 'sh', '-c', wipe], options);
  await must('docker', ['kill', container], options);
  await waitUntil(`another container of ${service}`, REPLACED_SECONDS, async () => {
    const [now] = await containersOf(host, service);
    return now === undefined || now === container ? 'none yet' : undefined;
  });
}

/** Log of the newest container of a service on a host. */
export async function memberLog(hostName: string, service: string): Promise<string> {
  const host = hostNamed(hostName);
  const [container = ''] = await containersOf(host, service);
  const { stdout, stderr } = await dockerOn(host, ['logs', '--tail', '2000', container]);
  return stdout + stderr;
}
