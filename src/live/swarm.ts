/** The Swarm as commands see it. Names are Docker's, without its nesting. */
export interface Swarm {
  /** Endpoint that answered, as the user wrote it. */
  readonly endpoint: string;
  nodes(signal?: AbortSignal): Promise<SwarmNode[]>;
  /** Services whose name starts with `namePrefix`. */
  services(namePrefix: string, signal?: AbortSignal): Promise<SwarmService[]>;
  /** Overlay networks whose name starts with `namePrefix`. */
  networks(namePrefix: string, signal?: AbortSignal): Promise<NamedObject[]>;
  configs(namePrefix: string, signal?: AbortSignal): Promise<NamedObject[]>;
  /** Tasks of one service, or of all, those of removed services included. */
  tasks(serviceId?: string, signal?: AbortSignal): Promise<SwarmTask[]>;
  /** Secrets whose name starts with `namePrefix`; their values cannot be read. */
  secrets(namePrefix: string, signal?: AbortSignal): Promise<SwarmSecret[]>;
  /** @returns its id */
  createSecret(secret: NewSecret): Promise<string>;
  removeSecret(id: string): Promise<void>;
  /** Starts a service that runs one task to its end, once. @returns its id */
  createJob(job: JobSpec, signal?: AbortSignal): Promise<string>;
  /** Removing what is gone is no error. */
  removeService(id: string): Promise<void>;
  /** What a task wrote so far. Give a signal: a dead node can keep it from ending. */
  taskLogs(id: string, signal: AbortSignal, lastLines?: number): Promise<TaskLogs>;
  /** Ends kept connections, so that the process can end. */
  close(): void;
}

export interface SwarmNode {
  readonly id: string;
  readonly hostname: string;
  readonly state: 'ready' | 'down' | 'disconnected' | 'unknown';
  readonly availability: 'active' | 'pause' | 'drain';
  readonly manager: boolean;
  readonly engineVersion: string;
}

export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

export interface SwarmService {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** Ids of the secrets its tasks mount. */
  readonly secretIds: readonly string[];
  /** State and message of the last update, when there was one. */
  readonly update?: { readonly state: string; readonly message: string };
}

export interface SwarmTask {
  readonly id: string;
  readonly serviceId: string;
  /** Missing until the scheduler has chosen one. */
  readonly nodeId?: string;
  readonly state: TaskState;
  readonly desiredState: string;
  readonly error?: string;
  readonly exitCode?: number;
  /** When `state` was reached, milliseconds since 1970. */
  readonly changedAt: number;
  /** Named volumes it mounts. */
  readonly volumes: readonly string[];
}

/** In the order of a task's life; the first eight lead to `running`. */
export type TaskState =
  | 'new'
  | 'allocated'
  | 'pending'
  | 'assigned'
  | 'accepted'
  | 'preparing'
  | 'ready'
  | 'starting'
  | 'running'
  | 'complete'
  | 'shutdown'
  | 'failed'
  | 'rejected'
  | 'remove'
  | 'orphaned';

export interface SwarmSecret {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface NewSecret {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly content: string;
}

export interface JobSpec {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly user: { readonly uid: number; readonly gid: number };
  readonly networks: readonly string[];
  readonly secrets: readonly JobSecret[];
  readonly labels: Readonly<Record<string, string>>;
  readonly memoryBytes: number;
  /** Writable folders, in memory; the rest is read-only. */
  readonly tmpfs: readonly string[];
  /** Placement constraints such as `node.id!=…`. */
  readonly constraints: readonly string[];
}

export interface JobSecret {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

export interface TaskLogs {
  readonly stdout: string;
  readonly stderr: string;
}
