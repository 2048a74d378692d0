import { errorText } from '../live/http.js';
import type { HeldOperation, Operation, OperationLease } from '../live/operation-lease.js';

export type Turn =
  | { readonly kind: 'mine'; readonly held: HeldOperation }
  /** The other operation is about the same node: waiting for it would wait for our own end. */
  | { readonly kind: 'shared'; readonly with: Operation }
  | { readonly kind: 'taken'; readonly by: string };

/** Asks once for the one operation of the cluster. Never throws. */
export async function takeTurn(lease: OperationLease, operation: Operation): Promise<Turn> {
  try {
    const own = await lease.adopt(operation.holder);
    if (own) return { kind: 'mine', held: own };
    const answer = await lease.acquire(operation);
    if (!('heldBy' in answer)) return { kind: 'mine', held: answer };
    const { heldBy } = answer;
    if (heldBy.node !== '' && heldBy.node === operation.node) {
      return { kind: 'shared', with: heldBy };
    }
    return { kind: 'taken', by: `${heldBy.holder}: ${heldBy.reason}` };
  } catch (error) {
    return { kind: 'taken', by: `etcd does not answer: ${errorText(error)}` };
  }
}
