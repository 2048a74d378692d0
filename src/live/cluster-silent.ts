import { UserError } from '../core/problem.js';
import { errorText } from './http.js';

/** `CLUSTER_SILENT`: nobody who could speak for the cluster answers. */
export function clusterSilent(scope: string, error: unknown): UserError {
  const got = errorText(error);
  const need = 'a Patroni member that answers, and etcd with a quorum';
  const fix = 'see patroni-swarm status';
  return new UserError([{ code: 'CLUSTER_SILENT', at: scope, got, need, fix }], 'live');
}
