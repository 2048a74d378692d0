/** Time, so that code that waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
