import type { MarksSeen } from '../../src/live/member-marks.js';
import type { PatroniAnswer, PatroniCluster, PatroniRest } from '../../src/live/patroni-rest.js';
import type { PatroniControl } from '../../src/live/patroni-control.js';
import type { Loan, LentSetting } from '../../src/live/lent-setting.js';
import type { HandoverTools } from '../../src/handover/hand-over.js';
import { cluster, member } from '../reconciler/factories.js';
import { FakeClock } from '../ops/fake-clock.js';

export function marks(seen: Partial<MarksSeen> = {}): MarksSeen {
  return { stopping: new Set(), gone: new Set(), startedAt: new Map(), ...seen };
}

/** A cluster that does what it is asked after `leadsAfterMs`. */
export class FakePatroni {
  readonly events: string[] = [];
  readonly clock = new FakeClock();
  cluster: PatroniCluster = cluster();
  config: Record<string, unknown> = { synchronous_mode: true };
  seen: MarksSeen = marks();
  /** To each request in turn, the last one to all that follow. */
  answers: (PatroniAnswer | Error)[] = [{ status: 200, text: '' }];
  leadsAfterMs = 1000;
  /** How long Patroni takes to use another `synchronous_node_count`. */
  widensAfterMs = 2000;
  loan: Loan | undefined;
  wakes = 0;

  readonly tools: HandoverTools = {
    clock: this.clock,
    hosts: ['patroni-a'],
    marks: { read: () => Promise.resolve(this.seen) },
    patroniAt: (host) => this.#rest(host),
    pools: {
      pause: () => this.#event('pause'),
      resume: () => this.#event('resume'),
    },
    log: (event, facts = {}) => {
      this.events.push(`${event} ${JSON.stringify(facts)}`);
    },
  };

  readonly lent: LentSetting = {
    name: 'synchronous_node_count',
    read: () => Promise.resolve(this.loan),
    remember: (loan) => {
      this.loan = loan;
      return Promise.resolve();
    },
    forget: () => {
      this.loan = undefined;
      return Promise.resolve();
    },
  };

  /** Enough sync standbys for a count of two are all there are. */
  readonly controlAt = (host: string): PatroniControl => ({
    patchConfig: (patch) => {
      this.config = { ...this.config, ...patch };
      this.#widensAt = this.clock.now() + this.widensAfterMs;
      return this.#event(`patch ${JSON.stringify(patch)} at ${host}`);
    },
    reload: () => Promise.resolve(),
    restart: () => Promise.resolve({ status: 200, text: '' }),
  });

  #widensAt = 0;

  #event(event: string): Promise<void> {
    this.events.push(event);
    return Promise.resolve();
  }

  #rest(host: string): PatroniRest {
    return {
      cluster: () => Promise.resolve(this.#now()),
      config: () => Promise.resolve(this.config),
      member: () => Promise.resolve({}),
      alive: () => Promise.resolve(true),
      switchover: (leader, candidate) => {
        this.events.push(`switchover ${leader} ${candidate} at ${host}`);
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        if (!answer || answer instanceof Error) return Promise.reject(answer ?? new Error('none'));
        if (answer.status === 200) {
          this.#leadsAt = { candidate, at: this.clock.now() + this.leadsAfterMs };
        }
        return Promise.resolve(answer);
      },
    };
  }

  #leadsAt: { candidate: string; at: number } | undefined;

  #now(): PatroniCluster {
    const next = this.#leadsAt;
    if (!next || this.clock.now() < next.at) return this.#widenedCluster();
    const members = this.cluster.members.map(({ name }) =>
      name === next.candidate ? member(name, 'leader', 'running') : member(name),
    );
    return { ...this.cluster, members };
  }

  #widenedCluster(): PatroniCluster {
    const { synchronous_node_count: count } = this.config;
    if (count !== 2 || this.clock.now() < this.#widensAt) return this.cluster;
    const members = this.cluster.members.map((one) =>
      one.role === 'replica' ? { ...one, role: 'sync_standby' } : one,
    );
    return { ...this.cluster, members };
  }
}
