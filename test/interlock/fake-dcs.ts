import type { MarksSeen, MemberMarks } from '../../src/live/member-marks.js';
import type { HeldOperation, Operation, OperationLease } from '../../src/live/operation-lease.js';
import { marks } from '../handover/fake-patroni.js';

/** Marks and the one operation, in memory; `down` makes every call fail. */
export class FakeDcs implements OperationLease, MemberMarks {
  down = false;
  seen: MarksSeen = marks();
  holder: Operation | undefined;
  readonly written: string[] = [];

  read(): Promise<MarksSeen> {
    return this.#answer(() => this.seen);
  }

  stopping(holder: string): Promise<void> {
    return this.#answer(() => void this.written.push(`stopping ${holder}`));
  }

  gone(holder: string): Promise<void> {
    return this.#answer(() => void this.written.push(`gone ${holder}`));
  }

  started(holder: string): Promise<void> {
    return this.#answer(() => void this.written.push(`started ${holder}`));
  }

  acquire(operation: Operation): ReturnType<OperationLease['acquire']> {
    return this.#answer(() => {
      if (this.holder) return { heldBy: this.holder };
      this.holder = operation;
      return this.#held(operation);
    });
  }

  adopt(holder: string): Promise<HeldOperation | undefined> {
    return this.#answer(() =>
      this.holder?.holder === holder ? this.#held(this.holder) : undefined,
    );
  }

  current(): Promise<Operation | undefined> {
    return this.#answer(() => this.holder);
  }

  #held(operation: Operation): HeldOperation {
    return {
      operation,
      keepAlive: () => Promise.resolve(true),
      isHeld: () => Promise.resolve(true),
      release: () => {
        this.holder = undefined;
        return Promise.resolve();
      },
    };
  }

  #answer<T>(act: () => T): Promise<T> {
    return this.down ? Promise.reject(new Error('etcd is down')) : Promise.resolve(act());
  }
}
