import type { Clock } from '../core/clock.js';
import { UserError } from '../core/problem.js';
import type { EtcdStore } from '../live/etcd.js';
import { errorText } from '../live/http.js';
import { dcsKeys, type ReconcilerStatus } from '../model/reconciler-status.js';
import { runningLeader } from '../model/up-criteria.js';
import type { DesiredState } from './desired.js';
import { desiredConfig } from './config-tree.js';
import type { SettingsReport } from './settings-tools.js';
import { runPass, type PassReport, type PassTools } from './run-pass.js';
import type { DeadlineProblem, Step } from './step.js';

export interface ReconcilerTools extends PassTools {
  readonly store: EtcdStore;
  readonly clock: Clock;
  /** Now, ISO 8601: written down when the desired state is reached. */
  readonly timestamp: () => string;
  /** What the last pass found about settings. */
  readonly settings: () => SettingsReport;
}

const BUSY_PAUSE_MS = 1000;
const CALM_PAUSE_MS = 30_000;

/**
 * Carries one desired state into the cluster, pass by pass.
 *
 * Healthy means "reached once", which is kept in the DCS: a database that is down for an hour must
 * not get the reconciler killed.
 */
export class Reconciler {
  readonly #tools: ReconcilerTools;
  readonly #desired: DesiredState;
  readonly #steps: readonly Step[];
  #status: ReconcilerStatus;
  /** What to say of that which the last pass waits for, should it never come. */
  #atDeadline: DeadlineProblem | undefined;
  /** The latch is set but the DCS does not know it yet. */
  #unsaved = false;
  /** An earlier refusal of this desired state is gone from the DCS. */
  #startSaved = false;

  constructor(tools: ReconcilerTools, desired: DesiredState, steps: readonly Step[]) {
    this.#tools = tools;
    this.#desired = desired;
    this.#steps = steps;
    this.#status = {
      digest: desired.digest,
      reached: false,
      reachedAt: null,
      refused: null,
      up: false,
      step: 'start',
      leader: null,
      members: [],
      reasons: ['no pass has ended yet'],
      pendingChanges: [],
      drift: [],
      passes: 0,
      lastPassSeconds: 0,
    };
  }

  get status(): ReconcilerStatus {
    return this.#status;
  }

  /**
   * Runs until the process ends.
   *
   * @throws UserError `RECONCILE_REFUSED`, or `RECONCILE_DEADLINE` or the code of what it waits for if
   *   the desired state was not reached within the topology's deadline; never again once it was reached
   */
  async run(): Promise<never> {
    const { clock } = this.#tools;
    const deadline = clock.now() + this.#desired.topology.deadlineSeconds * 1000;
    for (;;) {
      await this.#readLatch();
      await this.pass();
      if (!this.#status.reached && clock.now() >= deadline)
        await this.#giveUp('RECONCILE_DEADLINE', this.#atDeadline);
      await clock.sleep(this.#status.up ? CALM_PAUSE_MS : BUSY_PAUSE_MS);
    }
  }

  /** One pass over all steps, and what follows from it. */
  async pass(): Promise<void> {
    const { clock } = this.#tools;
    const began = clock.now();
    const report = await runPass(this.#tools, this.#desired, this.#steps);
    const { outcome } = report;
    this.#atDeadline = outcome.kind === 'wait' ? outcome.atDeadline : undefined;
    const before = this.#status;
    const reasons = reasonsOf(report);
    const settings = this.#tools.settings();
    this.#status = {
      ...before,
      up: outcome.kind === 'done',
      step: report.step,
      leader: runningLeader(report.cluster?.members ?? [])?.name ?? null,
      members: (report.cluster?.members ?? []).map(({ name, role, state }) => ({
        name,
        role,
        state,
      })),
      reasons,
      pendingChanges: [...settings.pendingChanges],
      drift: [...settings.drift],
      passes: before.passes + 1,
      lastPassSeconds: Math.round(clock.now() - began) / 1000,
    };
    this.#logNews(before);
    if (this.#status.up) await this.#latch();
    else if (outcome.kind === 'refuse' && !before.reached) {
      await this.#giveUp('RECONCILE_REFUSED');
    }
  }

  #logNews(before: ReconcilerStatus): void {
    const { step, up, reasons, pendingChanges: pending, drift } = this.#status;
    if (up !== before.up || reasons.join() !== before.reasons.join()) {
      this.#tools.log(up ? 'cluster is up' : 'waiting', { step, reasons });
    }
    if (pending.join() !== before.pendingChanges.join()) {
      this.#tools.log('settings differ from the live ones', { pendingChanges: pending });
    }
    if (drift.join() !== before.drift.join()) {
      this.#tools.log('settings were changed by somebody else', { drift });
    }
  }

  /**
   * A restarted reconciler of the same desired state is healthy at once; a new attempt at one that
   * was given up must not be taken for the old failure.
   */
  async #readLatch(): Promise<void> {
    if (this.#status.reached) return;
    const { store, log } = this.#tools;
    const { digest, topology } = this.#desired;
    try {
      const reachedAt = await store.get(dcsKeys.reached(topology.scope, digest));
      if (reachedAt === undefined) {
        if (!this.#startSaved) await store.delete(dcsKeys.refused(topology.scope, digest));
        this.#startSaved = true;
        return;
      }
      this.#status = { ...this.#status, reached: true, reachedAt };
      // An older release, or a process that was killed, may have saved the latch alone.
      this.#unsaved = true;
      log('desired state was reached before', { digest, reachedAt });
    } catch {
      // Without the DCS the pass says so itself; the latch is read again before the next one.
    }
  }

  async #latch(): Promise<void> {
    const { log, timestamp } = this.#tools;
    const { digest } = this.#desired;
    if (!this.#status.reached) {
      this.#status = { ...this.#status, reached: true, reachedAt: timestamp(), refused: null };
      this.#unsaved = true;
      log('desired state reached', { digest });
    }
    if (!this.#unsaved) return;
    try {
      await this.#settle();
      this.#unsaved = false;
    } catch (error) {
      log('latch not saved yet', { error: errorText(error) });
    }
  }

  /**
   * From now on other values are drift, and going back to an earlier desired state is a change: its
   * latch goes.
   */
  async #settle(): Promise<void> {
    const { store } = this.#tools;
    const { digest, topology } = this.#desired;
    const { scope } = topology;
    if (this.#desired.files.length > 0) {
      await store.put(dcsKeys.applied(scope), JSON.stringify(desiredConfig(this.#desired)));
    }
    await store.delete(dcsKeys.journal(scope));
    const own = dcsKeys.reached(scope, digest);
    await store.put(own, this.#status.reachedAt ?? '');
    await store.delete(dcsKeys.refused(scope, digest));
    const latches = Object.keys(await store.getPrefix(dcsKeys.allReached(scope)));
    for (const key of latches.filter((other) => other !== own)) await store.delete(key);
  }

  async #giveUp(
    code: 'RECONCILE_DEADLINE' | 'RECONCILE_REFUSED',
    atDeadline?: DeadlineProblem,
  ): Promise<never> {
    const { digest, topology } = this.#desired;
    const { step, reasons } = this.#status;
    const got = `${step}: ${reasons.join('; ')}`;
    // `deploy` and `status` have this text alone.
    const reason = [got, atDeadline?.fix].filter(Boolean).join('; ');
    this.#status = { ...this.#status, refused: reason };
    this.#tools.log('giving up', { digest, code: atDeadline?.code ?? code, reason });
    await this.#tools.store
      .put(dcsKeys.refused(topology.scope, digest), reason)
      .catch((error: unknown) => {
        this.#tools.log('refusal not saved', { error: errorText(error) });
      });
    const need =
      code === 'RECONCILE_DEADLINE'
        ? `the cluster up within ${topology.deadlineSeconds} s`
        : 'a desired state that can be carried out';
    const at = `desired state ${digest}`;
    throw new UserError([{ code, at, got, need, ...atDeadline }], 'live');
  }
}

function reasonsOf({ outcome }: PassReport): string[] {
  if (outcome.kind === 'done') return [];
  return outcome.kind === 'wait' ? [...outcome.reasons] : [outcome.reason];
}
