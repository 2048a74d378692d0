import { createHmac } from 'node:crypto';
import { z } from '../core/zod.js';
import { errorText, httpCall } from './http.js';

/** What one PgBouncer's guard made of a request to pause. */
export interface PoolPause {
  /** Of the task. */
  readonly address: string;
  /** New transactions wait. */
  readonly paused: boolean;
  /** No transaction was running any more when the limit came. */
  readonly drained: boolean;
  /** Why not, if they are not paused. */
  readonly reason?: string;
}

/** How many server connections one PgBouncer takes when all its pools are full. */
export interface PoolDemand {
  /** Of the task. */
  readonly address: string;
  /** Undefined if its guard does not say. */
  readonly most?: number;
  /** Why it does not. */
  readonly reason?: string;
}

/** The guards of all PgBouncer tasks, as whoever hands over sees them. */
export interface PoolGuards {
  /**
   * Pauses all pools and waits for running transactions, `limitMs` at most. What is still running then
   * stays paused all the same. Never throws: clients of pools that cannot be paused see the handover.
   */
  pause(limitMs: number): Promise<readonly PoolPause[]>;
  /** Says that the handover is over: each guard resumes once a primary takes writes. Never throws. */
  resume(): Promise<void>;
  /**
   * Makes the pools smaller where all together take more than `connections`: each PgBouncer gets the same
   * share, those that are not there counted. Holds for two minutes. Never throws.
   *
   * @param tasks - PgBouncers that there should be
   */
  keepWithin(connections: number, tasks: number): Promise<readonly PoolDemand[]>;
}

/** Pooled clients as a handover sees them: held back while nobody leads. Never throws. */
export interface Pools {
  /** Waits for running transactions, up to a limit. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface PoolGuardsAt {
  /** Service name of PgBouncer: one address per task. */
  readonly service: string;
  readonly port: number;
  /** Of the pools' look-up login. */
  readonly password: string;
  readonly resolveHost: (service: string) => Promise<readonly string[]>;
}

export interface PauseTerms {
  /** What transactions that run get to end. */
  readonly limitMs: number;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Aborts when there is no time to wait, as at the stop of an engine. */
  readonly hurried?: AbortSignal | undefined;
}

const demandSchema = z.object({ most: z.int() });

/** Beyond the limit, for a guard that answers late. */
const ANSWER_MS = 1000;
/** PgBouncer reads its file anew meanwhile. */
const FITTED_MS = 5000;

/**
 * Proof that a request comes from a part of the cluster. It is not the password itself: who reads it on
 * the wire can pause pools for some seconds, and nothing else.
 */
export function poolToken(password: string): string {
  return createHmac('sha256', password).update('pool-guard', 'utf8').digest('base64url');
}

export function poolGuards({ service, port, password, resolveHost }: PoolGuardsAt): PoolGuards {
  const headers = { authorization: `Bearer ${poolToken(password)}` };
  const post = (address: string, path: string, withinMs: number) =>
    httpCall(`http://${address}:${port}${path}`, { method: 'POST', headers }, withinMs);
  let asked: readonly string[] = [];
  return {
    pause: async (limitMs) => {
      // While the caller's engine stops, names end before it does: `resume` keeps these addresses.
      asked = await resolveHost(service);
      return Promise.all(
        asked.map(async (address) => {
          try {
            const path = `/pause?limit_ms=${limitMs}`;
            const answer = await post(address, path, limitMs + ANSWER_MS);
            if (answer.status !== 200) return notPaused(address, `HTTP ${answer.status}`);
            return { address, ...(JSON.parse(answer.text) as Omit<PoolPause, 'address'>) };
          } catch (error) {
            return notPaused(address, errorText(error));
          }
        }),
      );
    },
    resume: async () => {
      await Promise.allSettled(asked.map((address) => post(address, '/resume', ANSWER_MS)));
    },
    keepWithin: async (connections, tasks) => {
      const addresses = await resolveHost(service);
      const each = Math.max(1, Math.floor(connections / Math.max(tasks, addresses.length)));
      return Promise.all(
        addresses.map(async (address) => {
          try {
            const { status, text } = await post(address, `/connections?most=${each}`, FITTED_MS);
            if (status !== 200) return { address, reason: `HTTP ${status}` };
            return { address, ...demandSchema.parse(JSON.parse(text)) };
          } catch (error) {
            return { address, reason: errorText(error) };
          }
        }),
      );
    },
  };
}

/** The pools on the terms of one who hands over. */
export function poolsOf(guards: PoolGuards, { limitMs, log, hurried }: PauseTerms): Pools {
  return {
    pause: async () => {
      const hurry = hurried && aborted(hurried).then(() => 'not waited for' as const);
      const paused = guards.pause(limitMs);
      const pools = await (hurry ? Promise.race([paused, hurry]) : paused);
      log('pools-paused', { limitMs, pools });
    },
    resume: () => guards.resume(),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

function notPaused(address: string, reason: string): PoolPause {
  return { address, paused: false, drained: false, reason };
}
