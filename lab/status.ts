import { labContainers } from './container.js';
import { LAB_HOSTS, type LabContext, type LabNode } from './context.js';
import { dockerLines, pingEngine } from './docker.js';
import { readEngineRecord } from './engine-record.js';
import { apiOf } from './node.js';
import { isPartitioned } from './partition.js';

export interface LabHostStatus {
  readonly name: string;
  readonly address: string;
  /** `DOCKER_HOST` of its own engine. */
  readonly api: string;
  /** `running`, `partitioned`, `paused`, `exited` or `absent`. */
  readonly state: string;
  /** As the Swarm sees it, `Ready Leader`; `unknown` if no manager with a quorum answers. */
  readonly swarm: string;
}

export interface LabStatus {
  /** Undefined if no lab was started on this machine, or its engine does not answer. */
  readonly engine?: { readonly host: string; readonly startedByLab: boolean };
  readonly projectRoot?: string;
  readonly registry: string;
  readonly hosts: readonly LabHostStatus[];
}

/** What of the lab runs. Never waits more than some seconds, whatever is broken. */
export async function labStatus(context: LabContext, signal?: AbortSignal): Promise<LabStatus> {
  const record = readEngineRecord(context.runDirectory);
  const up = record && (await pingEngine(record.host.slice('unix://'.length))) === 'answers';
  const containers = up ? await labContainers(record.host, signal) : new Map<string, never>();
  const stateOf = (name: string) => containers.get(name)?.state ?? 'absent';
  const running = context.nodes.filter((node) => stateOf(node.container) === 'running');
  const swarm = await swarmView(running, signal);
  const usual = context.nodes.slice(0, LAB_HOSTS.usual);
  const there = context.nodes.filter(
    (node) => usual.includes(node) || containers.has(node.container),
  );
  const hosts = there.map(async (node): Promise<LabHostStatus> => {
    const cut = running.includes(node) && (await isPartitioned(context, node));
    const state = cut ? 'partitioned' : stateOf(node.container);
    const { name, address } = node;
    return { name, address, api: apiOf(node), state, swarm: swarm.get(name) ?? 'unknown' };
  });
  return {
    ...(up && {
      engine: { host: record.host, startedByLab: record.own },
      projectRoot: record.projectRoot,
    }),
    registry: stateOf(context.registry.container),
    hosts: await Promise.all(hosts),
  };
}

/** A manager cut off from its peers gives no answer, so each is asked in turn. */
async function swarmView(
  managers: readonly LabNode[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const list = ['node', 'ls', '--format', '{{.Hostname}}\t{{.Status}} {{.ManagerStatus}}'];
  for (const node of managers) {
    try {
      const lines = await dockerLines(apiOf(node), list, { signal, timeoutMs: 3000 });
      return new Map(lines.map((line) => line.split('\t') as [string, string]));
    } catch {
      signal?.throwIfAborted();
    }
  }
  return new Map();
}
