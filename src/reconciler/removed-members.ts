import { z } from '../core/zod.js';
import type { Clock } from '../core/clock.js';
import { lend, takeBack, type LendTools } from '../handover/lend-setting.js';
import type { EtcdStore } from '../live/etcd.js';
import type { Topology } from '../model/desired-state.js';
import { dcsKeys } from '../model/reconciler-status.js';
import { notUpBecause } from '../model/up-criteria.js';
import { DONE, waitFor, type PassContext, type Step } from './step.js';

export interface RemovedMembersTools extends Omit<LendTools, 'log'> {
  readonly store: EtcdStore;
  readonly clock: Clock;
}

/** The setting that is lent. */
export const SLOTS_TTL = 'member_slots_ttl';

/** One that an older or newer desired state wants may be starting just now. */
const GONE_MS = 20_000;
/** Patroni forgets a slot in one loop and drops it in the next. */
const DROP_WITHIN_MS = 30_000;
/** Members that are there are seen in every loop, so theirs are never that old. */
const SHORTEST_SECONDS = 1;

const statusSchema = z.object({ retain_slots: z.array(z.string()).default([]) });

/**
 * Removes what members leave behind whose node is no longer in the cluster file: their slots, which would
 * keep WAL for `member_slots_ttl`, and their marks in the DCS. Their volumes stay.
 *
 * Patroni makes a slot anew that is dropped behind its back, so it is told to forget them: by a short
 * `member_slots_ttl` while every member that is to stay streams.
 */
export function removedMembers(tools: RemovedMembersTools): Step {
  const { clock, lent, store } = tools;
  const goneSince = new Map<string, number>();
  const givenUp = new Set<string>();
  let lentAt: number | undefined;

  const isDue = (slot: string): boolean => {
    const since = goneSince.get(slot) ?? clock.now();
    goneSince.set(slot, since);
    return clock.now() - since >= GONE_MS;
  };

  return {
    name: 'removed-members',
    async run(context) {
      const { cluster, desired, log } = context;
      const { topology } = desired;
      const staying = new Set([...cluster.members.map(({ name }) => name), ...nodesOf(topology)]);
      await forgetMarks(store, topology.scope, staying);
      const retained = await retainedSlots(store, topology.scope);
      const stayingSlots = new Set([...staying].map(slotOf));
      const removed = retained.filter((slot) => !stayingSlots.has(slot) && !givenUp.has(slot));
      for (const slot of goneSince.keys()) if (!removed.includes(slot)) goneSince.delete(slot);
      if (await lent.read()) {
        lentAt ??= clock.now();
        const left = await existing(context, removed);
        const patient = clock.now() - lentAt < DROP_WITHIN_MS;
        if (left.length > 0 && patient)
          return waitFor(`slots of members that left: ${left.join(', ')}`);
        await takeBack({ ...tools, log });
        for (const slot of left) givenUp.add(slot);
        lentAt = undefined;
        return DONE;
      }
      if (removed.length === 0) return DONE;
      // Whoever is away would lose its slot as well, and maybe the WAL it needs to come back.
      if (notUpBecause(cluster.members, topology).length > 0) return DONE;
      // Each one's time runs, also while another's is not over.
      if (removed.map(isDue).includes(false))
        return waitFor(`members that left a moment ago: ${removed.join(', ')}`);
      log('slots of members that left are dropped', { slots: removed });
      await lend({ ...tools, log }, 'reconciler', () => SHORTEST_SECONDS);
      return waitFor(`slots of members that left: ${removed.join(', ')}`);
    },
  };
}

function nodesOf({ etcd, patroni }: Topology): string[] {
  return [...etcd.members, ...patroni.members].map(({ node }) => node);
}

/**
 * As Patroni names the slot of a member; ours have lower-case letters, digits and dashes.
 *
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/dcs/__init__.py (slot_name_from_member_name)
 */
function slotOf(member: string): string {
  return member.replaceAll('-', '_');
}

/** Slots of members that Patroni has seen of late, whether they are there or not. */
async function retainedSlots(store: EtcdStore, scope: string): Promise<readonly string[]> {
  const status = await store.get(dcsKeys.patroniStatus(scope));
  if (status === undefined) return [];
  return statusSchema.safeParse(parsed(status)).data?.retain_slots ?? [];
}

/** Of a cluster that an older Patroni left, the status is a number. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function existing({ leaderSql }: PassContext, slots: readonly string[]): Promise<string[]> {
  const session = await leaderSql('postgres');
  const rows = await session.query('SELECT slot_name FROM pg_replication_slots');
  const names = rows.map(({ slot_name: name }) => String(name));
  return slots.filter((slot) => names.includes(slot));
}

async function forgetMarks(store: EtcdStore, scope: string, staying: ReadonlySet<string>) {
  const marks = Object.keys(await store.getPrefix(dcsKeys.allStarted(scope)));
  const nodeOf = (key: string) => key.split('/').at(-1) ?? '';
  for (const key of marks.filter((mark) => !staying.has(nodeOf(mark)))) await store.delete(key);
}
