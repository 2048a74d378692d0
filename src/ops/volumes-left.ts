import { z } from '../core/zod.js';
import type { PlannedChange } from '../live/terraform.js';

/** Data of a member on the disk of its node. */
export interface MemberVolume {
  /** Host name in the Swarm. */
  readonly node: string;
  readonly volume: string;
}

/** Blocks are lists of one in a plan. */
const memberSchema = z.object({
  task_spec: z.tuple([
    z.object({
      container_spec: z.tuple([
        z.object({ mounts: z.array(z.object({ type: z.string(), source: z.string() })) }),
      ]),
      placement: z.tuple([z.object({ constraints: z.array(z.string()) })]),
    }),
  ]),
});

const PINNED = /^node\.hostname==(.+)$/;

/** The volumes of members that a plan deletes: they are no resources, and stay with their data. */
export function volumesLeft(planned: readonly PlannedChange[]): MemberVolume[] {
  const deleted = planned.filter(({ actions }) => actions.join() === 'delete');
  return deleted.flatMap(({ before }) => {
    const member = memberSchema.safeParse(before);
    if (!member.success) return [];
    const [{ container_spec: containers, placement }] = member.data.task_spec;
    const [node] = placement[0].constraints.flatMap((one) => PINNED.exec(one)?.[1] ?? []);
    const mounts = containers[0].mounts.filter(({ type }) => type === 'volume');
    return mounts.map(({ source }) => ({ node: node ?? 'some node', volume: source }));
  });
}
