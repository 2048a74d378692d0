import { takeBack, type LendTools } from '../handover/lend-setting.js';
import type { MemberMarks } from '../live/member-marks.js';
import { DONE, waitFor, type Step } from './step.js';

export interface SyncWidthTools extends Omit<LendTools, 'log'> {
  readonly marks: Pick<MemberMarks, 'read'>;
}

/**
 * Takes back what a leader that hands over raised, `synchronous_node_count`, when it was killed before
 * it could. Until then the value is nobody's drift.
 */
export function syncWidth(tools: SyncWidthTools): Step {
  return {
    name: 'sync-width',
    async run({ log }) {
      const loan = await tools.lent.read();
      if (!loan) return DONE;
      const { by } = loan;
      const { gone, stopping } = await tools.marks.read();
      if (stopping.has(by) && !gone.has(by)) {
        return waitFor(`${by} hands over, with one sync standby more than usual`);
      }
      await takeBack({ ...tools, log });
      return DONE;
    },
  };
}
