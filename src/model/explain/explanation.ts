import type { SourcePosition } from '../../core/problem.js';

/** Why a value is what it is, and what changing it would cost. */
export interface Explanation {
  /** Parameter or key path. */
  readonly key: string;
  /** As it will run; a list or map as JSON. */
  readonly value: string;
  /** `file`: the user wrote it. `derived`: it follows from other keys. `product`: nobody sets it. */
  readonly decidedBy: 'file' | 'tuned' | 'mandatory' | 'derived' | 'default' | 'product';
  /** Formula with its numbers, reason, or the key it follows from. */
  readonly because: string;
  /** Where the user wrote it. */
  readonly source?: SourcePosition;
  /** What it takes until a change of it counts. */
  readonly change: string;
  /** What the key is for. */
  readonly about?: string;
  /** Page about it. */
  readonly page?: string;
  /** Sums behind the value, one a line. */
  readonly details?: readonly string[];
}
