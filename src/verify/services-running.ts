import type { ClusterView } from '../model/cluster-view.js';
import { fail, pass, type Check } from './check.js';

/** Everything that the cluster file asks for is there and answers. */
export const servicesRunning: Check = {
  id: 'services-running',
  title: 'all services and members running',
  run({ view }) {
    const missing = [
      ...view.members.filter(isStopped).map(({ name, state }) => `member ${name} is ${state}`),
      ...view.etcd.members
        .filter(({ reachable }) => !reachable)
        .map(({ service }) => `${service} does not answer`),
      ...missingTasks('HAProxy', view.haproxy),
      ...missingTasks('PgBouncer', view.pgbouncer),
      ...(view.reconciler.reachable ? [] : ['the reconciler does not answer']),
    ];
    if (missing.length > 0) {
      return Promise.resolve(
        fail({ at: view.scope, got: missing.join('; '), need: 'every service and member running' }),
      );
    }
    const { members, etcd, haproxy, pgbouncer } = view;
    const counts = `${members.length} members, ${etcd.members.length} etcd`;
    const edge = `${haproxy.tasks.length} HAProxy, ${pgbouncer.tasks.length} PgBouncer`;
    return Promise.resolve(pass(`${counts}, ${edge}, 1 reconciler`));
  },
};

function isStopped({ state }: ClusterView['members'][number]): boolean {
  return !['running', 'streaming'].includes(state);
}

function missingTasks(name: string, { expected, tasks }: ClusterView['pgbouncer']): string[] {
  const silent = tasks.filter(({ reachable }) => !reachable);
  const rows = silent.map(({ address, error }) => `${name} at ${address}: ${error ?? 'silent'}`);
  return tasks.length < expected ? [`${tasks.length} of ${expected} ${name} tasks`, ...rows] : rows;
}
