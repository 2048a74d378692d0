import { shortDigest } from '../src/core/digest.js';
import type { LabStep } from './context.js';
import { docker, dockerLines } from './docker.js';

/** Marks everything of the lab in an engine that others may use too. */
export const LAB_LABEL = 'patroni-swarm.lab';

export interface ContainerSpec {
  readonly name: string;
  /** Options of `docker run`. */
  readonly options: readonly string[];
  readonly image: string;
  readonly command: readonly string[];
}

export interface LabContainer {
  /** `running`, `paused`, `exited`, `created`, …; `absent` if there is none. */
  readonly state: string;
  /** Digest of the specification it was made from. */
  readonly spec: string;
}

/** Containers of the lab by name. */
export async function labContainers(
  host: string,
  signal?: AbortSignal,
): Promise<Map<string, LabContainer>> {
  const format = `{{.Names}}\t{{.State}}\t{{.Label "${LAB_LABEL}"}}`;
  const list = ['ps', '--all', '--filter', `label=${LAB_LABEL}`, '--format', format];
  const lines = await dockerLines(host, list, { signal, timeoutMs: 20_000 });
  return new Map(
    lines.map((line) => {
      const [name = '', state = '', spec = ''] = line.split('\t');
      return [name, { state, spec }];
    }),
  );
}

/**
 * Makes a container run as specified, whatever state it is in.
 *
 * One made from another specification is replaced; data lies in volumes and stays.
 *
 * @returns whether anything had to be done
 */
export async function ensureContainer(
  host: string,
  spec: ContainerSpec,
  step: LabStep,
): Promise<boolean> {
  const { signal, report } = step;
  const digest = shortDigest(JSON.stringify(spec));
  const found = (await labContainers(host, signal)).get(spec.name);
  if (found?.spec === digest && found.state === 'running') return false;
  if (found?.spec === digest && (await revive(host, spec.name, found.state, step))) return true;
  report(`starting ${spec.name}`);
  if (found) await docker(host, ['rm', '--force', spec.name], { signal });
  await docker(
    host,
    [
      ...['run', '--detach', '--name', spec.name, '--label', `${LAB_LABEL}=${digest}`],
      ...spec.options,
      spec.image,
      ...spec.command,
    ],
    { signal },
  );
  return true;
}

/** @returns false if it must be made anew, for instance because its network is gone */
async function revive(host: string, name: string, state: string, step: LabStep): Promise<boolean> {
  const command = state === 'paused' ? 'unpause' : 'start';
  step.report(`docker ${command} ${name}`);
  try {
    await docker(host, [command, name], { signal: step.signal });
    return true;
  } catch {
    step.signal?.throwIfAborted();
    return false;
  }
}
