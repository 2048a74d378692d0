import type { EtcdMemberEntry } from '../../src/live/etcd-cluster.js';
import type { EtcdStatus } from '../../src/live/etcd.js';
import type { Operation } from '../../src/live/operation-lease.js';
import type { EtcdTools } from '../../src/reconciler/etcd-tools.js';
import { FakeClock } from './factories.js';

const MEGABYTE = 1024 * 1024;

/** Members `a`, `b`, `c` and more in memory; every change is written down. */
export class FakeEtcd {
  readonly clock = new FakeClock();
  readonly done: string[] = [];
  /** Nodes whose member answers. */
  readonly living = new Set(['a', 'b', 'c']);
  /** Size of the file and what of it is in use, MB. */
  readonly sizes: Record<string, [number, number]> = {};
  raftLeader = 'a';
  alarmed: string[] = [];
  heldBy: Operation | undefined;
  list: EtcdMemberEntry[];

  constructor(nodes = ['a', 'b', 'c']) {
    this.list = nodes.map((node) => ({
      id: node,
      name: node,
      peerUrls: [`http://etcd-${node}:2380`],
      clientUrls: [`http://etcd-${node}:2379`],
      isLearner: false,
    }));
  }

  get tools(): EtcdTools {
    return {
      clock: this.clock,
      statusOf: (endpoint) => this.#status(/etcd-(\w+)/.exec(endpoint)?.[1] ?? ''),
      membership: {
        list: () => Promise.resolve(this.list),
        addLearner: () => this.#did('add'),
        promote: () => this.#did('promote'),
        remove: (id) => {
          this.list = this.list.filter((entry) => entry.id !== id);
          return this.#did(`remove ${id}`);
        },
      },
      maintenance: {
        outOfSpace: () => Promise.resolve(this.alarmed),
        compact: (revision) => this.#did(`compact ${revision}`),
        defragment: (endpoint) => {
          const node = /etcd-(\w+)/.exec(endpoint)?.[1] ?? '';
          const [, inUse] = this.sizes[node] ?? [1, 1];
          this.sizes[node] = [inUse, inUse];
          return this.#did(`defragment ${node}`);
        },
        disarm: (id) => this.#did(`disarm ${id}`),
      },
      lease: {
        acquire: (operation) => {
          if (this.heldBy) return Promise.resolve({ heldBy: this.heldBy });
          this.heldBy = operation;
          const release = () => {
            this.heldBy = undefined;
            return Promise.resolve();
          };
          const isHeld = () => Promise.resolve(true);
          return Promise.resolve({ operation, isHeld, keepAlive: isHeld, release });
        },
        adopt: () => Promise.resolve(undefined),
        current: () => Promise.resolve(this.heldBy),
      },
    };
  }

  #did(what: string): Promise<void> {
    this.done.push(what);
    return Promise.resolve();
  }

  #status(node: string): Promise<EtcdStatus> {
    if (!this.living.has(node)) return Promise.reject(new Error(`${node} refused`));
    const [size, inUse] = this.sizes[node] ?? [1, 1];
    return Promise.resolve({
      memberId: node,
      leaderId: this.raftLeader,
      version: '3.5.16',
      raftTerm: 2,
      raftIndex: 9,
      dbSizeBytes: size * MEGABYTE,
      dbInUseBytes: inUse * MEGABYTE,
      revision: '77',
      isLearner: false,
    });
  }
}
