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
} from '../../src/live/swarm.js';

/** A Swarm in memory. Tests fill the lists, or replace a method. */
export class FakeSwarm implements Swarm {
  readonly endpoint = 'fake';
  nodeList: SwarmNode[] = [];
  serviceList: SwarmService[] = [];
  networkList: NamedObject[] = [];
  configList: NamedObject[] = [];
  taskList: SwarmTask[] = [];
  secretList: (SwarmSecret & { content: string })[] = [];
  jobs: JobSpec[] = [];
  logs: TaskLogs = { stdout: '', stderr: '' };
  #nextId = 0;

  nodes(): Promise<SwarmNode[]> {
    return Promise.resolve(this.nodeList);
  }

  services(namePrefix: string): Promise<SwarmService[]> {
    return Promise.resolve(this.serviceList.filter(({ name }) => name.startsWith(namePrefix)));
  }

  networks(namePrefix: string): Promise<NamedObject[]> {
    return Promise.resolve(this.networkList.filter(({ name }) => name.startsWith(namePrefix)));
  }

  configs(namePrefix: string): Promise<NamedObject[]> {
    return Promise.resolve(this.configList.filter(({ name }) => name.startsWith(namePrefix)));
  }

  tasks(serviceId?: string): Promise<SwarmTask[]> {
    const wanted = (task: SwarmTask) => serviceId === undefined || task.serviceId === serviceId;
    return Promise.resolve(this.taskList.filter(wanted));
  }

  secrets(namePrefix: string): Promise<SwarmSecret[]> {
    return Promise.resolve(this.secretList.filter(({ name }) => name.startsWith(namePrefix)));
  }

  createSecret(secret: NewSecret): Promise<string> {
    if (this.secretList.some(({ name }) => name === secret.name)) throw new Error('name conflicts');
    const id = this.#id('secret');
    this.secretList.push({ id, ...secret });
    return Promise.resolve(id);
  }

  removeSecret(id: string): Promise<void> {
    this.secretList = this.secretList.filter((secret) => secret.id !== id);
    return Promise.resolve();
  }

  createJob(job: JobSpec): Promise<string> {
    const id = this.#id('job');
    this.jobs.push(job);
    this.serviceList.push(service({ id, name: job.name }));
    return Promise.resolve(id);
  }

  removeService(id: string): Promise<void> {
    this.serviceList = this.serviceList.filter((candidate) => candidate.id !== id);
    return Promise.resolve();
  }

  taskLogs(): Promise<TaskLogs> {
    return Promise.resolve(this.logs);
  }

  close(): void {
    this.serviceList = [];
  }

  #id(kind: string): string {
    this.#nextId += 1;
    return `${kind}-${this.#nextId}`;
  }
}

export function service(given: Partial<SwarmService>): SwarmService {
  return { id: 'service', name: 'lab-haproxy', image: 'image', secretIds: [], ...given };
}

export function node(given: Partial<SwarmNode>): SwarmNode {
  return {
    id: 'node',
    hostname: 'node-1',
    state: 'ready',
    availability: 'active',
    manager: true,
    engineVersion: '26.1.5',
    ...given,
  };
}

export function task(given: Partial<SwarmTask>): SwarmTask {
  return {
    id: 'task',
    serviceId: 'service',
    nodeId: 'node',
    state: 'running',
    desiredState: 'running',
    changedAt: 0,
    volumes: [],
    ...given,
  };
}
