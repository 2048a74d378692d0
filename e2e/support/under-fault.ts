import type { LabNode } from '../../lab/context.js';
import { endpoint, endpoints, PORTS, waitWhole } from './cluster.js';
import { record } from './figures.js';
import { gapsAfter } from './gaps.js';
import { lab } from './lab-hosts.js';
import { findOverlaps, type Overlap, PrimaryWatch } from './primaries.js';
import { readBack } from './read-back.js';
import { sleep, type Waited } from './wait.js';
import { Writer } from './writer.js';

export interface FaultScenario {
  readonly name: string;
  /** Host whose HAProxy the writer uses first. */
  readonly firstHost?: string;
  /** Does the harm, and undoes what only a hand can undo (a host's power, a cable). */
  readonly harm: () => Promise<void>;
  /** Computed from the settings that cause the wait, seconds from the end of `harm`. */
  readonly wholeWithinSeconds: number;
  readonly gapBarSeconds?: number;
  /** Where its members are afterwards. @default all hosts of the lab */
  readonly hosts?: readonly LabNode[];
}

export interface FaultOutcome {
  readonly lost: readonly number[];
  readonly overlaps: readonly Overlap[];
  readonly gapSeconds: number;
  /** All gaps that a client would notice. */
  readonly totalSeconds: number;
}

const TABLE = 'Faults under a writer (longest gap between acknowledged writes)';

/** Lets the writer get going before the harm, and shows the end of the gap after it. */
const SETTLE_MS = 1_500;

const NOTICED_SECONDS = 0.5;

/**
 * Runs a fault under a writer and a watch for two primaries, waits until the cluster is whole by
 * itself, and records the gap.
 *
 * @throws Error if the cluster is not whole within the bound
 */
export async function underFault(scenario: FaultScenario): Promise<FaultOutcome> {
  const run = `${scenario.name} ${new Date().toISOString()}`;
  const writer = await Writer.start(run, endpoints(PORTS.write, scenario.firstHost));
  const watch = await PrimaryWatch.start();
  await sleep(SETTLE_MS);
  const faultAt = performance.now();
  const course = await takeCourse(scenario);
  await sleep(SETTLE_MS);
  const [writes, probed] = [await writer.stop(), await watch.stop()];
  if (course.failure) throw course.failure;
  const gaps = gapsAfter(writes, faultAt);
  const [first] = gaps;
  const noticed = gaps.filter(({ seconds }) => seconds > NOTICED_SECONDS);
  const others = noticed.slice(1);
  const back = await readBack(endpoint(lab.nodes[0], PORTS.write), writes);
  const overlaps = findOverlaps(probed, writes);
  const gapSeconds = first?.seconds ?? Infinity;
  record({
    table: TABLE,
    what: scenario.name,
    value: `${gapSeconds.toFixed(2)} s`,
    number: gapSeconds,
    ...(scenario.gapBarSeconds !== undefined && { bar: scenario.gapBarSeconds, unit: 's' }),
    note: [
      `lost ${back.lost.length} of ${writes.acknowledged.length}`,
      `unanswered ${writes.ambiguous.length} (${back.ambiguousPresent} there)`,
      `two primaries ${overlaps.length}`,
      wholeNote(course.whole, scenario.wholeWithinSeconds),
      ...(others.length > 0
        ? [`next gaps ${others.map(({ seconds }) => seconds.toFixed(2)).join(', ')} s`]
        : []),
    ].join(', '),
  });
  const totalSeconds = noticed.reduce((sum, { seconds }) => sum + seconds, 0);
  return { lost: back.lost, overlaps, gapSeconds, totalSeconds };
}

interface Course {
  /** From the end of the harm. */
  readonly whole?: Waited;
  readonly failure?: Error;
}

/** Never throws: writer and watch must be stopped whatever happened. */
async function takeCourse({ harm, hosts, wholeWithinSeconds }: FaultScenario): Promise<Course> {
  try {
    await harm();
    return { whole: await waitWhole(wholeWithinSeconds, hosts) };
  } catch (error) {
    return { failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

function wholeNote(whole: Waited | undefined, bound: number): string {
  const took = `whole after ${whole?.seconds.toFixed(1) ?? '?'} s (<= ${bound} s)`;
  return whole?.lastMissing === undefined ? took : `${took}, last came: ${whole.lastMissing}`;
}
