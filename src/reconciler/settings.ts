import type { Operation } from '../live/operation-lease.js';
import { readConfig } from '../live/read-cluster.js';
import { dcsKeys } from '../model/reconciler-status.js';
import type { PendingValue } from '../model/restart-order.js';
import {
  changeText,
  configChanges,
  desiredConfig,
  isForServers,
  toPatch,
  type ConfigChange,
  type ConfigTree,
} from './config-tree.js';
import { isDrift, nextJournal, readMemory, type SettingsMemory } from './journal.js';
import { BROKEN_STATES, readMembers, serviceOf, type SeenMember } from './members.js';
import { serverPart } from './member-settings.js';
import { objectionOf } from './object-to.js';
import { withOperation } from './operation.js';
import { carryOutNow, named } from './patch-phases.js';
import { restartNext } from './restart-members.js';
import type { SettingsReport, SettingsTools } from './settings-tools.js';
import { smallerPoolsFirst } from './smaller-pools-first.js';
import { undoDrift } from './undo-drift.js';
import { trialFiles } from './try-settings.js';
import { DONE, refuse, waitFor, type PassContext, type Step, type StepOutcome } from './step.js';

/** Everything that was read before anything is decided. */
interface View {
  readonly live: ConfigTree;
  readonly memory: SettingsMemory;
  readonly members: readonly SeenMember[];
}

/**
 * Brings parameters, access rules and Patroni's settings of all members to the desired ones: one
 * action a pass, decided from what is live, so it may be killed after any of them.
 */
export class Settings implements Step {
  readonly name = 'settings';
  readonly #tools: SettingsTools;
  /** Desired state that a server of its own starts with. */
  #tried: string | undefined;
  #report: SettingsReport = { pendingChanges: [], drift: [] };

  constructor(tools: SettingsTools) {
    this.#tools = tools;
  }

  get report(): SettingsReport {
    return this.#report;
  }

  async run(context: PassContext): Promise<StepOutcome> {
    const { desired } = context;
    const view = await this.#read(context);
    const { live, members, memory } = view;
    const changes = configChanges(live, desiredConfig(desired));
    const drift = changes.filter((change) => isDrift(change, memory));
    const ours = changes.filter((change) => !drift.includes(change));
    this.#report = reportOf(ours, drift, members);
    const begun = memory.journal?.digest === desired.digest && !memory.reached;
    const broken = begun ? brokenBecause(context, members) : [];
    if (broken.length > 0) return this.#takeBack(context, view, broken.join('; '));
    const now = carryOutNow(ours, members);
    if (now.length > 0) {
      const fine = begun || this.#tried === desired.digest || !now.some(isForServers);
      const refused = fine ? undefined : await this.#try(context, ours);
      if (refused) return refused;
      // Going back to a state that was reached restarts nobody, so nothing has to come before it.
      const kept = memory.reached ? undefined : await this.#smallerPools(context, now.map(named));
      return kept ?? this.#patch(context, view, now);
    }
    const stale = members.flatMap(({ state, settings }) =>
      settings.stale.map((what) => `${state.name} does not have ${what} yet`),
    );
    if (stale.length > 0 && !memory.reached) return waitFor(...stale);
    if (memory.reached) {
      if (desired.topology.drift === 'correct' && this.#report.drift.length > 0) {
        return this.#undo(context, drift, members);
      }
      return this.#keep(context, memory);
    }
    const pending = members.flatMap(({ settings }) => settings.pending);
    const kept = await this.#smallerPools(context, pending);
    return kept ?? restartNext(this.#tools, context, members);
  }

  #smallerPools(
    context: PassContext,
    values: readonly PendingValue[],
  ): Promise<StepOutcome | undefined> {
    return smallerPoolsFirst(this.#tools.keepPoolsWithin, context, values);
  }

  async #read({ cluster, desired }: PassContext): Promise<View> {
    const { patroniAt, store } = this.#tools;
    const { scope, patroni } = desired.topology;
    const [live, memory] = await Promise.all([
      readConfig(
        patroniAt,
        patroni.members.map(({ service }) => service),
      ),
      readMemory(store, scope, desired.digest),
    ]);
    const former = Object.keys(serverPart(memory.journal?.before ?? {}).parameters);
    const members = await readMembers(this.#tools, cluster.members, live, former);
    return { live, memory, members };
  }

  /** Refuses what no server starts with before anybody hears of it. */
  async #try(
    { desired, log }: PassContext,
    changes: readonly ConfigChange[],
  ): Promise<StepOutcome | undefined> {
    const verdict = await this.#tools.tryServer(trialFiles(desiredConfig(desired)));
    log('settings tried in a server of their own', { ...verdict });
    const objection = objectionOf(verdict, changes);
    if (!objection) {
      this.#tried = desired.digest;
      return undefined;
    }
    const { reason, tried } = objection;
    return refuse(`nothing was changed: ${reason} (tried: ${tried.join(', ')})`);
  }

  async #patch(
    context: PassContext,
    { live, memory }: View,
    changes: readonly ConfigChange[],
  ): Promise<StepOutcome> {
    const { controlAt, store } = this.#tools;
    const { cluster, desired, log } = context;
    const { scope } = desired.topology;
    return this.#operate('change settings', async (stillHeld) => {
      const journal = nextJournal(memory.journal, desired.digest, live, changes);
      await store.put(dcsKeys.journal(scope), JSON.stringify(journal));
      await stillHeld();
      await controlAt(leaderService(context)).patchConfig(toPatch(changes));
      log('settings changed', { changes: changes.map(changeText) });
      if (changes.some(isForServers)) {
        const services = cluster.members.map(({ name }) => serviceOf(desired.topology, name));
        await Promise.allSettled(services.map((service) => controlAt(service).reload()));
      }
      return waitFor('settings were sent: not seen on every member yet');
    });
  }

  /** Everybody returns to what ran before; a member that does not start does so by itself then. */
  async #takeBack(
    context: PassContext,
    { live, memory }: View,
    reason: string,
  ): Promise<StepOutcome> {
    const { controlAt } = this.#tools;
    const back = configChanges(live, memory.journal?.before ?? live);
    return this.#operate('take settings back', async (stillHeld) => {
      await stillHeld();
      await controlAt(leaderService(context)).patchConfig(toPatch(back));
      const services = context.cluster.members.map(({ name }) =>
        serviceOf(context.desired.topology, name),
      );
      await Promise.allSettled(services.map((service) => controlAt(service).reload()));
      context.log('settings taken back', { reason, changes: back.map(changeText) });
      return refuse(`${reason}; taken back: ${back.map(changeText).join('; ')}`);
    });
  }

  async #undo(
    { cluster, desired, log }: PassContext,
    drift: readonly ConfigChange[],
    members: readonly SeenMember[],
  ): Promise<StepOutcome> {
    const undone = this.#report.drift;
    return this.#operate('take back what somebody else changed', async (stillHeld) => {
      await stillHeld();
      const services = cluster.members.map(({ name }) => serviceOf(desired.topology, name));
      await undoDrift(this.#tools, services, drift, members);
      log('settings of somebody else taken back', { drift: undone });
      return DONE;
    });
  }

  /** A desired state that was reached restarts nobody: what is pending is only said. */
  async #keep({ desired }: PassContext, { journal }: SettingsMemory): Promise<StepOutcome> {
    if (journal?.digest === desired.digest) {
      await this.#tools.store.delete(dcsKeys.journal(desired.topology.scope));
    }
    return DONE;
  }

  async #operate(
    reason: string,
    work: (stillHeld: () => Promise<void>) => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    const operation: Operation = { holder: 'reconciler', node: '', reason };
    const done = await withOperation(this.#tools, operation, work);
    if ('result' in done) return done.result;
    return waitFor(`${done.heldBy.holder} is at work: ${done.heldBy.reason}`);
  }
}

function leaderService({ cluster, desired }: PassContext): string {
  const leader = cluster.members.find(({ role }) => role === 'leader');
  if (!leader) throw new Error('nobody leads');
  return serviceOf(desired.topology, leader.name);
}

function brokenBecause({ cluster }: PassContext, members: readonly SeenMember[]): string[] {
  const down = cluster.members
    .filter(({ state }) => BROKEN_STATES.includes(state))
    .map(({ name, state }) => `${name}: ${state}`);
  const errors = members.flatMap(({ state, settings }) =>
    settings.errors.map((error) => `${state.name}: ${error}`),
  );
  return [...down, ...errors];
}

function reportOf(
  ours: readonly ConfigChange[],
  drift: readonly ConfigChange[],
  members: readonly SeenMember[],
): SettingsReport {
  const restarts = members.flatMap(({ state, settings }) =>
    settings.pending.map(
      ({ name, from = 'not known', to = 'the default' }) =>
        `${state.name} needs a restart: ${name}: ${from} -> ${to}`,
    ),
  );
  const altered = members.flatMap(({ state, settings }) =>
    settings.altered.map(({ name, value }) => `${state.name}: ALTER SYSTEM: ${name} = ${value}`),
  );
  return {
    pendingChanges: [...ours.map(changeText), ...restarts],
    drift: [...drift.map(changeText), ...altered],
  };
}
