import type { LabNode } from '../../lab/context.js';
import { names } from '../../src/model/names.js';
import { containersOf, dockerOn, lab, SCOPE } from './lab-hosts.js';
import { pausedForMs } from './pool-pauses.js';
import { sleep } from './wait.js';

const RECONCILER = names.reconciler(SCOPE);
const POOLER = names.pgbouncer(SCOPE);
/** The steps of a change take seconds: other moments in every run, and in every change. */
const BETWEEN_KILLS_MS = [2000, 5000, 3000, 7000] as const;

interface Found {
  readonly host: LabNode;
  readonly id: string;
}

export interface Kills {
  readonly all: number;
  /** Of PgBouncers whose pools were paused. */
  readonly whilePaused: number;
}

/** Kills until asked to end, and tells how often it did. */
export type Killer = () => () => Promise<Kills>;

async function containers(...services: readonly string[]): Promise<Found[]> {
  const found = services.flatMap((service) =>
    lab.nodes.map(async (host) => (await containersOf(host, service)).map((id) => ({ host, id }))),
  );
  return (await Promise.all(found)).flat();
}

/** Containers of these services that were not there before; none if it is over. */
async function newOnes(
  services: readonly string[],
  old: readonly Found[],
  over: AbortSignal,
): Promise<readonly Found[]> {
  while (!over.aborted) {
    const now = await containers(...services);
    const fresh = now.filter(({ id }) => !old.some((one) => one.id === id));
    if (fresh.length > 0) return fresh;
    await sleep(200);
  }
  return [];
}

async function killed(found: readonly Found[]): Promise<number> {
  const ran = found.map(({ host, id }) => dockerOn(host, ['kill', id]));
  return (await Promise.all(ran)).filter(({ code }) => code === 0).length;
}

/** Each container of the reconciler that is new, some time after its start. */
export const killReconciler: Killer = () => {
  const over = new AbortController();
  const work = (async () => {
    const old = await containers(RECONCILER);
    let all = 0;
    for (const pause of BETWEEN_KILLS_MS) {
      const fresh = await newOnes([RECONCILER], old, over.signal);
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) break;
      old.push(...fresh);
      all += await killed(fresh);
    }
    return { all, whilePaused: 0 };
  })();
  return ended(over, work);
};

/**
 * One PgBouncer after another, each on another host, from when the change has reached the reconciler or
 * PgBouncer itself; and the first whose pools are seen paused.
 */
export const killPoolers: Killer = () => {
  const over = new AbortController();
  const services = [RECONCILER, POOLER];
  const begun = containers(...services).then((old) => newOnes(services, old, over.signal));
  const inTurn = begun.then(async ([first]) => {
    const from = lab.nodes.findIndex(({ name }) => name === first?.host.name);
    let all = 0;
    for (const [turn, pause] of BETWEEN_KILLS_MS.entries()) {
      await sleep(pause, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) break;
      const host = lab.nodes[(from + turn) % lab.nodes.length] ?? lab.nodes[0];
      all += await killed((await containers(POOLER)).filter((one) => one.host === host));
    }
    return all;
  });
  const paused = begun.then(async () => {
    while (!over.signal.aborted) {
      for (const found of await containers(POOLER)) {
        const isPaused = (await pausedForMs(found.host).catch(() => undefined)) !== undefined;
        if (isPaused) return killed([found]);
      }
      // A pause lasts two seconds and more.
      await sleep(300);
    }
    return 0;
  });
  const work = Promise.all([inTurn, paused]).then(([turns, whilePaused]) => ({
    all: turns + whilePaused,
    whilePaused,
  }));
  return ended(over, work);
};

function ended(over: AbortController, work: Promise<Kills>): () => Promise<Kills> {
  // Whoever ends it gets it; until then it is not unhandled.
  work.catch(() => undefined);
  return async () => {
    over.abort();
    return work;
  };
}
