import { names } from '../../src/model/names.js';
import { paths } from '../../src/model/paths.js';
import type { LabNode } from '../../lab/context.js';
import { endpoint, PORTS } from './cluster.js';
import { containersOf, dockerEnv, lab, SCOPE } from './lab-hosts.js';
import { MemberProbe, type MemberWrite, type PsqlCommand } from './member-probe.js';
import { PROJECT } from './pgpass.js';
import { queryOnce } from './short-lived-client.js';
import type { WriterRecord } from './writer.js';

/** What shows that two primaries took writes at one time. */
export interface Overlap {
  readonly older: string;
  readonly newer: string;
  /** How long after the newer one's first write the older one still took one. */
  readonly milliseconds: number;
}

/** Tries to write on every member all the time, each past HAProxy. */
export class PrimaryWatch {
  readonly #probes: readonly MemberProbe[];

  private constructor(probes: readonly MemberProbe[]) {
    this.#probes = probes;
  }

  static async start(): Promise<PrimaryWatch> {
    await queryOnce(
      endpoint(lab.nodes[0], PORTS.write),
      'create table if not exists e2e_probe (at timestamptz default clock_timestamp())',
    );
    return new PrimaryWatch(
      lab.nodes.map((host) => new MemberProbe(host.name, () => serversOf(host))),
    );
  }

  async stop(): Promise<readonly MemberWrite[]> {
    await Promise.all(this.#probes.map((probe) => probe.stop()));
    return this.#probes.flatMap((probe) => probe.writes);
  }
}

/** More than one where Swarm started the next container before the last was gone. */
async function serversOf(host: LabNode): Promise<PsqlCommand[]> {
  const containers = await containersOf(host, names.patroniMember(SCOPE, host.name));
  const psql = `exec psql -XqAt -h ${paths.pgSocketDirectory} -U postgres ${PROJECT.database} 2>&1`;
  return containers.map((container) => ({
    program: 'docker',
    args: ['exec', '-i', container, 'sh', '-c', psql],
    env: dockerEnv(host),
  }));
}

/**
 * Finds writes acknowledged by an older primary after a newer one had acknowledged its first.
 *
 * Every promotion starts a higher timeline, so a server with a lower one is the older. A write counts
 * from when it was sent: an answer that was only late is no second primary. Two members that wrote on
 * one timeline are an overlap too, whenever they did.
 */
export function findOverlaps(probed: readonly MemberWrite[], client: WriterRecord): Overlap[] {
  const writes = [
    ...probed,
    ...client.acknowledged.map((write) => ({ ...write, member: 'behind HAProxy' })),
  ];
  const firstOf = new Map<string, number>();
  for (const { timeline, at } of writes) {
    firstOf.set(timeline, Math.min(at, firstOf.get(timeline) ?? Infinity));
  }
  return [
    ...writes.flatMap((write) =>
      [...firstOf]
        .filter(([timeline, at]) => timeline > write.timeline && write.sentAt > at)
        .map(([timeline, at]) => ({
          older: `${write.member} on timeline ${write.timeline}`,
          newer: `timeline ${timeline}`,
          milliseconds: Math.round(write.sentAt - at),
        })),
    ),
    ...sharedTimelines(probed),
  ];
}

function sharedTimelines(probed: readonly MemberWrite[]): Overlap[] {
  const ownerOf = new Map<string, string>();
  return probed.flatMap(({ member, timeline }) => {
    const owner = ownerOf.get(timeline) ?? member;
    ownerOf.set(timeline, owner);
    return owner === member
      ? []
      : [{ older: `${owner} on timeline ${timeline}`, newer: member, milliseconds: 0 }];
  });
}
