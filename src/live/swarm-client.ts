import type Docker from 'dockerode';
import { swarmRequestFailed } from './swarm-problems.js';
import { splitTaskLogs } from './task-logs.js';
import { jobServiceSpec } from './swarm-job-spec.js';
import type {
  JobSpec,
  NamedObject,
  NewSecret,
  Swarm,
  SwarmNode,
  SwarmSecret,
  SwarmService,
  SwarmTask,
  TaskLogs,
  TaskState,
} from './swarm.js';

/** The Swarm through one manager's Engine API. */
export class SwarmClient implements Swarm {
  readonly endpoint: string;
  readonly #docker: Docker;
  readonly #onClose: () => void;

  constructor(endpoint: string, docker: Docker, onClose: () => void) {
    this.endpoint = endpoint;
    this.#docker = docker;
    this.#onClose = onClose;
  }

  async nodes(signal?: AbortSignal): Promise<SwarmNode[]> {
    const nodes = (await this.#ask(this.#docker.listNodes({ ...abortable(signal) }))) as RawNode[];
    return nodes.map(toNode).sort((a, b) => compare(a.hostname, b.hostname));
  }

  async services(namePrefix: string, signal?: AbortSignal): Promise<SwarmService[]> {
    const filters = { name: [namePrefix] };
    const services = await this.#ask(this.#docker.listServices({ filters, ...abortable(signal) }));
    return named(services.map(toService), namePrefix);
  }

  async networks(namePrefix: string, signal?: AbortSignal): Promise<NamedObject[]> {
    const filters = JSON.stringify({ name: [namePrefix], scope: ['swarm'] });
    const networks = await this.#ask(this.#docker.listNetworks({ filters, ...abortable(signal) }));
    return named(
      networks.map(({ Id, Name }) => ({ id: Id, name: Name })),
      namePrefix,
    );
  }

  async configs(namePrefix: string, signal?: AbortSignal): Promise<NamedObject[]> {
    const filters = JSON.stringify({ name: [namePrefix] });
    const configs = (await this.#ask(
      this.#docker.listConfigs({ filters, ...abortable(signal) }),
    )) as RawConfig[];
    return named(
      configs.map(({ ID, Spec }) => ({ id: ID, name: Spec.Name })),
      namePrefix,
    );
  }

  async tasks(serviceId?: string, signal?: AbortSignal): Promise<SwarmTask[]> {
    const filters = serviceId === undefined ? {} : { service: [serviceId] };
    const tasks = (await this.#ask(
      this.#docker.listTasks({
        filters: JSON.stringify(filters),
        ...abortable(signal),
      }),
    )) as RawTask[];
    return tasks.map(toTask).sort((a, b) => b.changedAt - a.changedAt);
  }

  async secrets(namePrefix: string, signal?: AbortSignal): Promise<SwarmSecret[]> {
    const filters = JSON.stringify({ name: [namePrefix] });
    const secrets = await this.#ask(this.#docker.listSecrets({ filters, ...abortable(signal) }));
    return named(
      secrets.map(({ ID, Spec }) => ({
        id: ID,
        name: Spec?.Name ?? '',
        labels: Spec?.Labels ?? {},
      })),
      namePrefix,
    );
  }

  async createSecret({ name, labels, content }: NewSecret): Promise<string> {
    const Data = Buffer.from(content, 'utf8').toString('base64');
    const created = (await this.#ask(
      this.#docker.createSecret({ Name: name, Labels: labels, Data }),
    )) as {
      id?: string;
      ID?: string;
    };
    return created.id ?? created.ID ?? '';
  }

  async removeSecret(id: string): Promise<void> {
    await this.#ask(ignoreMissing(this.#docker.getSecret(id).remove()));
  }

  async createJob(job: JobSpec, signal?: AbortSignal): Promise<string> {
    const spec = { ...jobServiceSpec(job), ...abortable(signal) };
    // With one argument dockerode would send the whole spec as the registry's login header.
    const noLogin = undefined as unknown as Docker.AuthConfig;
    const service = await this.#ask(this.#docker.createService(noLogin, spec));
    return service.id;
  }

  async removeService(id: string): Promise<void> {
    await this.#ask(ignoreMissing(this.#docker.getService(id).remove()));
  }

  async taskLogs(id: string, signal: AbortSignal, lastLines?: number): Promise<TaskLogs> {
    const options = {
      stdout: true,
      stderr: true,
      follow: false,
      tail: lastLines ?? 'all',
      abortSignal: signal,
    };
    const task = this.#docker.getTask(id) as unknown as LogSource;
    const raw = await this.#ask(task.logs(options));
    return Buffer.isBuffer(raw) ? splitTaskLogs(raw) : { stdout: '', stderr: '' };
  }

  close(): void {
    this.#onClose();
  }

  /** What a manager refuses or cannot do is the live system's failure, not our bug. */
  async #ask<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'AbortError') throw error;
      throw swarmRequestFailed(this.endpoint, error);
    }
  }
}

/** Without `follow` dockerode gives the bytes, not the stream that its types promise. */
interface LogSource {
  logs(options: object): Promise<unknown>;
}

interface RawConfig {
  readonly ID: string;
  readonly Spec: { readonly Name: string };
}

interface RawNode {
  readonly ID: string;
  readonly Description: { readonly Hostname: string; readonly Engine?: { EngineVersion?: string } };
  readonly Spec: { readonly Availability: SwarmNode['availability'] };
  readonly Status: { readonly State: SwarmNode['state'] };
  readonly ManagerStatus?: object;
}

interface RawTask {
  readonly ID: string;
  readonly ServiceID: string;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: {
    readonly State: TaskState;
    readonly Timestamp: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ExitCode?: number };
  };
  readonly Spec: {
    readonly ContainerSpec?: { readonly Mounts?: readonly { Type: string; Source?: string }[] };
  };
}

function toNode(node: RawNode): SwarmNode {
  return {
    id: node.ID,
    hostname: node.Description.Hostname,
    state: node.Status.State,
    availability: node.Spec.Availability,
    manager: node.ManagerStatus !== undefined,
    engineVersion: node.Description.Engine?.EngineVersion ?? '',
  };
}

function toService({ ID, Spec, UpdateStatus }: Docker.Service): SwarmService {
  const template = Spec?.TaskTemplate;
  const container = template && 'ContainerSpec' in template ? template.ContainerSpec : undefined;
  return {
    id: ID,
    name: Spec?.Name ?? '',
    image: container?.Image ?? '',
    secretIds: (container?.Secrets ?? []).flatMap(({ SecretID }) => SecretID ?? []),
    ...(UpdateStatus?.State && {
      update: { state: UpdateStatus.State, message: UpdateStatus.Message ?? '' },
    }),
  };
}

function toTask({ ID, ServiceID, NodeID, DesiredState, Status, Spec }: RawTask): SwarmTask {
  const mounts = Spec.ContainerSpec?.Mounts ?? [];
  const exitCode = Status.ContainerStatus?.ExitCode;
  return {
    id: ID,
    serviceId: ServiceID,
    state: Status.State,
    desiredState: DesiredState,
    changedAt: Date.parse(Status.Timestamp),
    volumes: mounts.flatMap(({ Type, Source }) => (Type === 'volume' && Source ? [Source] : [])),
    ...(NodeID && { nodeId: NodeID }),
    ...(Status.Err && { error: Status.Err }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

function abortable(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

async function ignoreMissing(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  }
}

/** Docker's own filter finds the text anywhere in a name. */
function named<T extends NamedObject>(objects: readonly T[], namePrefix: string): T[] {
  return objects
    .filter(({ name }) => name.startsWith(namePrefix))
    .sort((a, b) => compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
