import { z } from 'zod';
import { names } from '../../src/model/names.js';
import { containersOf, dockerEnv, hostNamed, SCOPE } from './lab-hosts.js';
import { must, run } from './shell.js';

/** One line that a member's supervisor logged. */
export interface Decision {
  readonly node: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  readonly reason?: string | undefined;
  /** Who leads next, of a handover. */
  readonly to?: string | undefined;
}

const lineSchema = z.object({
  at: z.string(),
  source: z.literal('supervisor'),
  event: z.string(),
  reason: z.string().optional(),
  to: z.string().optional(),
});

/**
 * What the Patroni members of some nodes decided since a moment, in order of time.
 *
 * Containers that ended are read too: Swarm keeps the last few of each service.
 */
export async function decisionsOf(
  nodes: readonly string[],
  since: Date,
  events: readonly string[],
): Promise<Decision[]> {
  const found = await Promise.all(nodes.map(decisionsOnNode));
  return found
    .flat()
    .filter(({ at, event }) => at >= since.toISOString() && events.includes(event))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * What the running member of a node decides from now on until its container, or its engine, ends: an
 * engine that comes back has removed the container and its log.
 */
export async function decisionsUntilEnd(node: string): Promise<Decision[]> {
  const host = hostNamed(node);
  const [id = ''] = await containersOf(host, names.patroniMember(SCOPE, node));
  const follow = ['logs', '--follow', '--since', new Date().toISOString(), id];
  const { stderr } = await run('docker', follow, { env: dockerEnv(host), timeoutMs: 60_000 });
  return stderr.split('\n').flatMap((line) => decisionIn(node, line));
}

async function decisionsOnNode(node: string): Promise<Decision[]> {
  const env = dockerEnv(hostNamed(node));
  const label = `label=com.docker.swarm.service.name=${names.patroniMember(SCOPE, node)}`;
  const { stdout } = await must('docker', ['ps', '-aq', '--filter', label], { env });
  const containers = stdout.split('\n').filter((id) => id !== '');
  const logs = await Promise.all(
    containers.map((id) => run('docker', ['logs', id], { env, timeoutMs: 30_000 })),
  );
  return logs.flatMap(({ stderr }) => stderr.split('\n').flatMap((line) => decisionIn(node, line)));
}

function decisionIn(node: string, line: string): Decision[] {
  if (!line.startsWith('{"at"')) return [];
  const parsed = lineSchema.safeParse(JSON.parse(line));
  return parsed.success ? [{ node, ...parsed.data }] : [];
}
