import type { PatroniCluster, PatroniRest } from '../../src/live/patroni-rest.js';
import type { PoolDemand } from '../../src/live/pool-guards.js';
import type { SqlRow, SqlSession, SqlTarget } from '../../src/live/sql.js';
import type { TrialFiles, TrialVerdict } from '../../src/live/trial-server.js';
import { paths } from '../../src/model/paths.js';
import { dcsKeys } from '../../src/model/reconciler-status.js';
import { COMMAND_LINE, commandLineValues } from '../../src/reconciler/command-line-values.js';
import { isTree, plain, type ConfigTree } from '../../src/reconciler/config-tree.js';
import type { DesiredState } from '../../src/reconciler/desired.js';
import { serverPart } from '../../src/reconciler/member-settings.js';
import { Settings } from '../../src/reconciler/settings.js';
import type { SettingsReport } from '../../src/reconciler/settings-tools.js';
import type { StepOutcome } from '../../src/reconciler/step.js';
import {
  context,
  desired,
  FakeClock,
  fakeLease,
  FakeSql,
  FakeStore,
  member,
  topology,
} from './factories.js';

type Values = Record<string, string>;

export const HBA = 'local all all peer';

/** A desired state of these parameters. */
export function wanted(
  parameters: Values,
  over: { digest?: string; hba?: string } = {},
): DesiredState {
  const { digest = 'd1', hba = HBA } = over;
  const lines = Object.entries(parameters).map(([name, value]) => `${name} = '${value}'`);
  const files = [
    { path: paths.desiredDynamic, text: 'ttl: 20\n' },
    { path: paths.desiredPostgresqlConf, text: lines.join('\n') },
    { path: paths.desiredHba, text: hba },
  ];
  return { ...desired(), digest, topology: topology(), files };
}

/** Three members that behave as Patroni and PostgreSQL do with settings; `a` leads, `b` is synchronous. */
export class FakeCluster {
  readonly store = new FakeStore();
  /** Every act that changes something, in order. */
  readonly acts: string[] = [];
  readonly tried: TrialFiles[] = [];
  readonly roles: Record<string, string> = { a: 'leader', b: 'sync_standby', c: 'replica' };
  readonly states: Record<string, string> = { a: 'running', b: 'streaming', c: 'streaming' };
  readonly altered: Record<string, Values> = {};
  /** No server starts with these. */
  fatal: Values = {};
  /** The process dies after this many acts. */
  actsLeft = Infinity;
  busyWith: string | undefined;
  /** Whether there is a PgBouncer whose pools can be paused. */
  pooled = false;
  /** What each PgBouncer says it takes at most. */
  demand: readonly PoolDemand[] = [];
  /** What all of them were asked to keep within, each time. */
  readonly askedPools: number[] = [];
  /** What a throw-away server says of the candidate settings. */
  trial: TrialVerdict = { kind: 'starts' };
  report: SettingsReport = { pendingChanges: [], drift: [] };
  config: ConfigTree;
  readonly #running: Record<string, Values>;

  constructor(parameters: Values, hba = HBA) {
    this.config = { ttl: 20, postgresql: { parameters, pg_hba: [hba] } };
    this.#running = { a: { ...parameters }, b: { ...parameters }, c: { ...parameters } };
  }

  /** Passes of reconcilers, each a new process after a kill, until nothing is left to do. */
  async converge(state: DesiredState, passes = 40): Promise<StepOutcome> {
    let settings = new Settings(this.#tools());
    let outcome: StepOutcome = { kind: 'wait', reasons: ['no pass yet'] };
    for (let pass = 0; pass < passes; pass += 1) {
      const cluster = this.#cluster();
      try {
        outcome = await settings.run(context(new FakeSql(), { desired: state, cluster }));
      } catch (error) {
        if (!(error instanceof Error) || error.message !== 'killed') throw error;
        settings = new Settings(this.#tools());
        continue;
      }
      this.report = settings.report;
      if (outcome.kind !== 'wait' || this.busyWith !== undefined) return outcome;
    }
    return outcome;
  }

  /** Somebody uses `patronictl edit-config`. */
  edit(parameters: Values): void {
    this.#merge({ postgresql: { parameters } });
  }

  /** As the reconciler does when everything is true. */
  settle(state: DesiredState): void {
    const applied = JSON.stringify(this.config);
    this.store.keys[dcsKeys.applied('orders')] = applied;
    this.store.keys[dcsKeys.reached('orders', state.digest)] = 'T';
    Reflect.deleteProperty(this.store.keys, dcsKeys.journal('orders'));
  }

  running(name: string): Values {
    return this.#running[name] ?? {};
  }

  #tools() {
    const rest = { config: () => Promise.resolve(this.config) } as unknown as PatroniRest;
    return {
      patroniAt: () => rest,
      connect: (target: SqlTarget) => this.#connect(target),
      postgres: {
        superuser: { username: 'postgres', password: 'p' },
        restApi: { username: 'patroni', password: 'p' },
      },
      store: this.store,
      clock: new FakeClock(),
      tryServer: (files: TrialFiles) => {
        this.tried.push(files);
        return Promise.resolve(this.trial);
      },
      pools: this.pooled
        ? { pause: () => this.#act('pause'), resume: () => this.#act('resume') }
        : undefined,
      keepPoolsWithin: (connections: number) => {
        this.askedPools.push(connections);
        return Promise.resolve(this.demand);
      },
      lease: fakeLease(this.busyWith),
      controlAt: (service: string) => ({
        patchConfig: (patch: ConfigTree) => {
          this.#merge(patch);
          return this.#act(`patch ${this.#names(patch)}`);
        },
        reload: () => Promise.resolve(),
        restart: () => {
          const name = service.replace('patroni-', '');
          const started = this.#start(name);
          return this.#act(`restart ${name}`).then(() => ({
            status: started ? 200 : 503,
            text: started ? 'restarted' : 'failed',
          }));
        },
      }),
      handOver: async (from: string) => {
        const to = 'b';
        this.roles[to] = 'leader';
        this.states[to] = 'running';
        this.roles[from] = 'sync_standby';
        this.#start(from);
        await this.#act(`hand over ${from} ${to}`);
        return { from, to, seconds: 1 };
      },
    };
  }

  #act(text: string): Promise<void> {
    this.acts.push(text);
    this.actsLeft -= 1;
    return this.actsLeft === 0 ? Promise.reject(new Error('killed')) : Promise.resolve();
  }

  #start(name: string): boolean {
    const { parameters } = serverPart(this.config);
    const values = Object.entries(parameters).map(([key, value]) => [key, plain(value)] as const);
    const started = values.every(([key, value]) => this.fatal[key] !== value);
    if (started) this.#running[name] = Object.fromEntries(values);
    const upState = this.roles[name] === 'leader' ? 'running' : 'streaming';
    this.states[name] = started ? upState : 'start failed';
    return started;
  }

  #merge(patch: ConfigTree): void {
    const merge = (into: ConfigTree, from: ConfigTree): ConfigTree => {
      const result: Record<string, unknown> = { ...into };
      for (const [key, value] of Object.entries(from)) {
        const old = result[key];
        if (value === null) Reflect.deleteProperty(result, key);
        else result[key] = isTree(value) ? merge(isTree(old) ? old : {}, value) : value;
      }
      return result;
    };
    this.config = merge(this.config, patch);
  }

  #names(patch: ConfigTree): string {
    const { postgresql, parameters } = serverPart(patch);
    const others = Object.keys(postgresql).filter((name) => name !== 'parameters');
    return [...Object.keys(parameters), ...others].join(' ');
  }

  #cluster(): PatroniCluster {
    const members = Object.keys(this.roles).map((name) =>
      member(name, this.roles[name], this.states[name]),
    );
    return { members, paused: false };
  }

  #connect({ host }: SqlTarget): Promise<SqlSession> {
    const name = host.replace('patroni-', '');
    const { parameters, postgresql } = serverPart(this.config);
    const rows = (values: Values): SqlRow[] =>
      Object.entries(values).map(([key, setting]) => ({ name: key, setting }));
    const running = commandLineValues(this.running(name));
    const commandLine = Object.fromEntries(
      COMMAND_LINE.map((key) => [key, running.get(key) ?? '']),
    );
    const rules = (postgresql['pg_hba'] as string[]).join('\n');
    // Every parameter that Patroni does not pass on the command line is one of a postmaster here,
    // except those of sessions.
    const waits = Object.entries(this.running(name)).filter(
      ([key, value]) =>
        !key.includes('work_mem') && !(key in commandLine) && plain(parameters[key]) !== value,
    );
    const bad = rules
      .split('\n')
      .flatMap((line, at) =>
        line.includes('nonsense')
          ? [{ at: at + 1, error: 'invalid connection type "nonsense"' }]
          : [],
      );
    const server = new FakeSql({
      pg_hba_file_rules: bad,
      'WHERE pending_restart': rows(Object.fromEntries(waits)),
      'name = ANY': rows(commandLine),
      'ORDER BY seqno': rows(
        Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, plain(v)])),
      ),
      'SELECT DISTINCT': rows(this.altered[name] ?? {}),
      pg_read_file: [{ rules, loaded: true }],
    });
    return Promise.resolve({
      query: async (text: string) => {
        const [, reset] = /^ALTER SYSTEM RESET "(.*)"$/.exec(text) ?? [];
        if (reset !== undefined) {
          Reflect.deleteProperty(this.altered[name] ?? {}, reset);
          await this.#act(`${name}: ${text}`);
        }
        return server.query(text);
      },
      close: () => server.close(),
    });
  }
}
