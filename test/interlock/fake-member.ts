import type { Clock } from '../../src/core/clock.js';
import type {
  Child,
  ChildEnd,
  DecisionLog,
  HeldLock,
  MemberHost,
  Postmaster,
} from '../../src/interlock/member-host.js';

/** A container in memory: nothing runs, the test moves time and says what dies. */
export class FakeMember implements MemberHost {
  readonly events: string[] = [];
  readonly held = new Set<string>();
  server: Postmaster | undefined;
  /** Modes a server obeys; one that hangs obeys none. */
  obeys: readonly string[] = ['fast', 'immediate'];
  wakes = 0;
  onWake: () => void = () => undefined;
  onTerminate: () => void = () => undefined;
  onKill: () => void = () => undefined;
  onStopped: () => void = () => undefined;
  private end: (end: ChildEnd) => void = () => undefined;
  private time = 0;
  onTick: (time: number) => void = () => undefined;

  readonly log: DecisionLog = (event) => {
    this.events.push(event);
  };

  readonly clock: Clock = {
    now: () => this.time,
    sleep: async (milliseconds) => {
      // One macrotask, so that what is awaited beside it goes on.
      await new Promise((resolve) => setImmediate(resolve));
      this.time += milliseconds;
      this.onTick(this.time);
    },
  };

  async lock(path: string, signal: AbortSignal): Promise<HeldLock | undefined> {
    while (this.held.has(path)) {
      if (signal.aborted) return undefined;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.held.add(path);
    return { descriptor: 3, release: () => this.held.delete(path) };
  }

  lockHolder(): string {
    return 'other';
  }

  isFree(path: string): Promise<boolean> {
    return Promise.resolve(!this.held.has(path));
  }

  start(): Child {
    this.events.push('start');
    const ended = new Promise<ChildEnd>((resolve) => {
      this.end = resolve;
    });
    const terminate = () => {
      this.onTerminate();
    };
    const kill = () => {
      this.onKill();
    };
    return { pid: 20, ended, terminate, kill };
  }

  endChild(end: Partial<ChildEnd>): void {
    this.end({ code: null, signal: null, ...end });
  }

  postmaster(): Postmaster | undefined {
    return this.server;
  }

  killOrphans(): number[] {
    return [];
  }

  stopPostgres(mode: string): Promise<void> {
    this.events.push(`stop ${mode}`);
    if (this.obeys.includes(mode)) {
      this.server = undefined;
      this.onStopped();
    }
    return Promise.resolve();
  }

  wakePatroni(): Promise<void> {
    this.wakes += 1;
    this.onWake();
    return Promise.resolve();
  }
}
