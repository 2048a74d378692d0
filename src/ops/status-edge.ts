import { errorText } from '../live/http.js';
import type { ClusterView, HaproxyTaskView, TaskView } from '../model/cluster-view.js';
import type { OpTools } from './op-tools.js';

/** Every HAProxy task and which members it sends clients to. */
export async function viewHaproxy(tools: OpTools): Promise<ClusterView['haproxy']> {
  const { service, statsPort, tasks: expected } = tools.topology.haproxy;
  const tasks = await eachTask(tools, service, async (address): Promise<HaproxyTaskView> => {
    const backends = await tools.haproxyBackends(`http://${address}:${statsPort}`);
    return { address, reachable: true, backends };
  });
  return { expected, tasks: tasks.map((task) => ({ backends: [], ...task })) };
}

export async function viewPgbouncer(tools: OpTools): Promise<ClusterView['pgbouncer']> {
  const { service, port, tasks: expected } = tools.topology.pgbouncer;
  const tasks = await eachTask(tools, service, async (address): Promise<TaskView> => {
    await tools.pgbouncerProbe(address, port);
    return { address, reachable: true };
  });
  return { expected, tasks };
}

/** Asks each task behind a name; without an answer it is a row with the reason. */
async function eachTask<T extends TaskView>(
  { resolveHost }: OpTools,
  service: string,
  ask: (address: string) => Promise<T>,
): Promise<(T | TaskView)[]> {
  const addresses = await resolveHost(service);
  return Promise.all(
    addresses.map(async (address) => {
      try {
        return await ask(address);
      } catch (error) {
        return { address, reachable: false, error: errorText(error) };
      }
    }),
  );
}
