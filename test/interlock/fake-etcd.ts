import {
  firstId,
  type ClusterView,
  type EtcdData,
} from '../../src/interlock/etcd-join-decision.js';
import type { EtcdJoinTools, EtcdVolume } from '../../src/interlock/etcd-join.js';
import type { EtcdMemberEntry, EtcdMembership } from '../../src/live/etcd-cluster.js';
import type { HeldOperation, Operation, OperationLease } from '../../src/live/operation-lease.js';

const TOKEN = 'lab-dcs';

/** Thrown where a test kills the supervisor: right after the change took effect. */
export class Killed extends Error {}

/** Three etcd members in memory, of which `node-1` is the one supervised here. */
export class FakeEtcd implements EtcdMembership, EtcdVolume {
  readonly done: string[] = [];
  readonly logged: string[] = [];
  data: EtcdData = { kind: 'none' };
  quorum = true;
  /** Change after which the supervisor dies, once. */
  killAfter = '';
  /** Refusals of `promote` until the learner has the log. */
  behind = 0;
  heldBy: Operation | undefined;
  stop = new AbortController();
  onTick: (time: number) => void = () => undefined;
  #members = ['node-1', 'node-2', 'node-3'].map((node) => this.entry(node));
  #time = 0;
  #nextId = 100;

  get own(): EtcdMemberEntry | undefined {
    return this.#members.find(({ peerUrls }) => peerUrls.includes(this.tools.self.peerUrl));
  }

  get tools(): EtcdJoinTools {
    return {
      self: { name: 'node-1', peerUrl: 'http://lab-etcd-node-1:2380', token: TOKEN },
      volume: this,
      membership: this,
      look: () => Promise.resolve(this.#view()),
      lease: this.lease,
      clock: {
        now: () => this.#time,
        sleep: async (milliseconds) => {
          await new Promise((resolve) => setImmediate(resolve));
          this.#time += milliseconds;
          this.onTick(this.#time);
        },
      },
      log: (event, facts = {}) => this.logged.push(`${event} ${JSON.stringify(facts)}`),
      stop: this.stop.signal,
    };
  }

  /** What etcd does once it runs with `memberId`. */
  start(memberId: string): void {
    this.done.push('start');
    this.#replace(memberId, { name: 'node-1', clientUrls: ['http://lab-etcd-node-1:2379'] });
  }

  list = (): Promise<readonly EtcdMemberEntry[]> => {
    if (!this.quorum) return Promise.reject(new Error('no leader'));
    return Promise.resolve(this.#members);
  };

  addLearner = (peerUrl: string): Promise<void> => {
    const id = `${this.#nextId++}`;
    const learner = { id, name: '', peerUrls: [peerUrl], clientUrls: [], isLearner: true };
    this.#members = [...this.#members, learner];
    return this.#did('add');
  };

  remove = (id: string): Promise<void> => {
    this.#members = this.#members.filter((entry) => entry.id !== id);
    return this.#did('remove');
  };

  promote = (id: string): Promise<void> => {
    if (this.behind-- > 0) return Promise.reject(new Error('not in sync with leader'));
    this.#replace(id, { isLearner: false });
    return this.#did('promote');
  };

  read = (): EtcdData => this.data;

  writeMemberId = (memberId: string): void => {
    this.done.push(`id ${memberId}`);
  };

  setAside = (): void => {
    if (this.data.kind === 'kept') this.done.push('set-aside');
    this.data = { kind: 'none' };
  };

  writeJoiningConf = (): string => '/tmp/etcd.conf';

  readonly lease: OperationLease = {
    acquire: (operation) => {
      if (this.heldBy) return Promise.resolve({ heldBy: this.heldBy });
      this.heldBy = operation;
      return Promise.resolve(this.#held(operation));
    },
    adopt: (holder) =>
      Promise.resolve(this.heldBy?.holder === holder ? this.#held(this.heldBy) : undefined),
    current: () => Promise.resolve(this.heldBy),
  };

  #held(operation: Operation): HeldOperation {
    return {
      operation,
      keepAlive: () => Promise.resolve(this.heldBy === operation),
      isHeld: () => Promise.resolve(this.heldBy === operation),
      release: () => {
        this.heldBy = undefined;
        return Promise.resolve();
      },
    };
  }

  #view(): ClusterView {
    if (this.quorum) return { kind: 'quorum', members: this.#members };
    return { kind: 'no-quorum', remembered: this.#members };
  }

  #did(change: string): Promise<void> {
    this.done.push(change);
    if (this.killAfter !== change) return Promise.resolve();
    this.killAfter = '';
    throw new Killed(change);
  }

  #replace(id: string, changes: Partial<EtcdMemberEntry>): void {
    this.#members = this.#members.map((one) => (one.id === id ? { ...one, ...changes } : one));
  }

  private entry(node: string): EtcdMemberEntry {
    const peerUrl = `http://lab-etcd-${node}:2380`;
    const clientUrls = [`http://lab-etcd-${node}:2379`];
    const id = firstId(peerUrl, TOKEN);
    return { id, name: node, peerUrls: [peerUrl], clientUrls, isLearner: false };
  }
}
