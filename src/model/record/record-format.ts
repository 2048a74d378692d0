/** Raised when an older reader would misread the record. */
export const RECORD_FORMAT = 1;

/** Name of the stack's output that holds the record. */
export function recordOutput(clusterScope: string): string {
  return `patroni_swarm_${clusterScope}`;
}
