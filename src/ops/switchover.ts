import { handOver, type Handover, type HandoverTools } from '../handover/hand-over.js';
import { handoverRefused } from '../handover/problems.js';
import { readCluster } from '../live/read-cluster.js';
import { runningLeader } from '../model/up-criteria.js';
import type { OpTools } from './op-tools.js';

type SwitchoverTools = Omit<HandoverTools, 'hosts'> & Pick<OpTools, 'topology'>;

/**
 * Moves the leader lock to a healthy standby and waits for it to lead.
 *
 * @param candidate - member name; default: the best one, see `chooseCandidate`
 * @throws UserError `SWITCHOVER_REFUSED` if no standby could take over without loss, nothing was done;
 *   `SWITCHOVER_FAILED` if Patroni refused or the candidate does not lead in time
 */
export async function switchover(tools: SwitchoverTools, candidate?: string): Promise<Handover> {
  const { scope, patroni } = tools.topology;
  const hosts = patroni.members.map(({ service }) => service);
  const { members, paused } = await readCluster(tools.patroniAt, hosts);
  const leader = runningLeader(members);
  if (!leader) throw handoverRefused(scope, 'no running leader', 'a leader that can hand over');
  if (paused) throw handoverRefused(scope, 'the cluster is paused', 'a cluster in charge');
  return handOver(
    { ...tools, hosts },
    {
      from: leader.name,
      ...(candidate !== undefined && { candidate }),
      // At worst the lock is not released and runs out; one HA loop to see that, one to promote.
      withinMs: (patroni.ttlSeconds + 2 * patroni.loopWaitSeconds) * 1000,
    },
  );
}
