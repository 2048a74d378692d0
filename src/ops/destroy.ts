import type { Clock } from '../core/clock.js';
import type { Report } from '../core/phase.js';
import { UserError } from '../core/problem.js';
import type { Swarm, SwarmNode, SwarmTask } from '../live/swarm.js';
import type { ResourceCounts, Terraform } from '../live/terraform.js';
import type { ClusterModel } from '../model/cluster-model.js';
import type { MemberPlacement } from '../model/service-model.js';
import { names } from '../model/names.js';
import { adoptOrphans } from './adopt-orphans.js';
import type { MemberVolume } from './volumes-left.js';

const POLL_MS = 1000;
const MOST_TRIES = 3;
const LEFT_RUNNING = ['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'];

export interface DestroyOptions {
  readonly swarm: Swarm;
  /** In the synthesised directory of this cluster's stack. */
  readonly terraform: Terraform;
  readonly clock: Clock;
  readonly model: ClusterModel;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface DestroyResult {
  readonly changes: ResourceCounts;
  /** Volumes with the data; they stay. */
  readonly volumes: readonly MemberVolume[];
  /** Nodes that could not be asked whether their members stopped. */
  readonly unknownNodes: readonly string[];
}

/**
 * Removes every service and network of the cluster; the data volumes stay.
 *
 * Terraform returns before the containers have ended (measured), and a deploy or a volume removal right
 * after it would meet them: this waits until no member runs on any node.
 *
 * @throws UserError `PROTECTED`, or `MEMBERS_STILL_RUNNING` after the members' own stop time
 */
export async function destroy(options: DestroyOptions): Promise<DestroyResult> {
  const { swarm, terraform, model, report } = options;
  if (model.protect) throw new UserError([isProtected(model.clusterScope)], 'refused');
  // A job that a killed command left behind would keep the networks in use.
  const jobs = await swarm.services(names.jobPrefix(model.clusterScope));
  await Promise.all(jobs.map(({ id }) => swarm.removeService(id)));
  await terraform.init();
  // What Terraform does not know of, it would leave running.
  const { add } = await terraform.plan();
  if (add > 0) await adoptOrphans(swarm, terraform, model.clusterScope, report);
  const changes = await destroyAll(terraform, report);
  report('waiting until no member runs on any node');
  const unknownNodes = await waitUntilStopped(options);
  const volumes = membersOf(model).map(({ hostname, volumeName }) => ({
    node: hostname,
    volume: volumeName,
  }));
  return { changes, volumes, unknownNodes };
}

/**
 * The provider waits for a container no longer than its stop grace period, at whose end the Swarm kills
 * it, and then fails although the service is gone (seen): the next run goes on after it.
 */
async function destroyAll(terraform: Terraform, report: Report): Promise<ResourceCounts> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await terraform.destroy();
    } catch (error) {
      if (tries === MOST_TRIES || !waitedTooShort(error)) throw error;
      report('a container took its whole stop time; going on');
    }
  }
}

function waitedTooShort(error: unknown): boolean {
  return error instanceof UserError && error.message.includes('error on wait for container');
}

function membersOf({ etcd, patroni }: ClusterModel): MemberPlacement[] {
  return [...etcd.members, ...patroni.members];
}

async function waitUntilStopped(options: DestroyOptions): Promise<string[]> {
  const { swarm, clock, model, report, signal } = options;
  const deadline = clock.now() + Math.max(model.etcd.stopGraceMs, model.patroni.stopGraceMs);
  const volumes = new Set(membersOf(model).map(({ volumeName }) => volumeName));
  for (;;) {
    signal.throwIfAborted();
    const [tasks, nodes] = await Promise.all([swarm.tasks(), swarm.nodes()]);
    const left = tasks.filter((task) => isLeft(task, volumes));
    const answering = left.filter(({ nodeId }) => isReady(nodes, nodeId));
    if (answering.length === 0) return hostnames(nodes, left);
    if (clock.now() >= deadline) {
      throw new UserError([membersStillRunning(hostnames(nodes, answering))], 'live');
    }
    report(`${answering.length} still running on ${hostnames(nodes, answering).join(', ')}`);
    await clock.sleep(POLL_MS);
  }
}

/** The service is gone by now: a member's task is known by the volume it mounts. */
function isLeft(task: SwarmTask, volumes: ReadonlySet<string>): boolean {
  return LEFT_RUNNING.includes(task.state) && task.volumes.some((volume) => volumes.has(volume));
}

function isReady(nodes: readonly SwarmNode[], id: string | undefined): boolean {
  return nodes.some((node) => node.id === id && node.state === 'ready');
}

function hostnames(nodes: readonly SwarmNode[], tasks: readonly SwarmTask[]): string[] {
  const ids = new Set(tasks.map(({ nodeId }) => nodeId));
  return nodes.filter(({ id }) => ids.has(id)).map(({ hostname }) => hostname);
}

function isProtected(clusterScope: string) {
  return {
    code: 'PROTECTED',
    at: 'protect',
    got: `true (cluster ${clusterScope})`,
    need: 'protect: false',
    why: 'a protected cluster is never destroyed by mistake',
    fix: 'set protect: false in the cluster file, deploy, then destroy',
  };
}

function membersStillRunning(nodes: readonly string[]) {
  return {
    code: 'MEMBERS_STILL_RUNNING',
    at: 'cluster',
    got: `members still run on ${nodes.join(', ')}`,
    need: 'no member on any node',
    why: 'their volumes are in use until they have stopped',
    fix: 'wait, then run destroy again: it goes on where it ended',
  };
}
