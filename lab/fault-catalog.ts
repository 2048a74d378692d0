import type { LabContext, LabNode, LabStep } from './context.js';
import {
  crashPostmaster,
  freeze,
  heal,
  killTask,
  partition,
  powerLoss,
  powerOn,
  recover,
  stopEngine,
  thaw,
} from './faults.js';

interface HostFault {
  readonly target: 'host';
  readonly describe: string;
  run(context: LabContext, node: LabNode, step: LabStep): Promise<void>;
}

interface ServiceFault {
  readonly target: 'service';
  readonly describe: string;
  run(context: LabContext, node: LabNode, service: string, step: LabStep): Promise<void>;
}

export type Fault = HostFault | ServiceFault;

/** What `lab fault NAME NODE [SERVICE]` offers. */
export const faultCatalog = {
  'power-loss': host('the host is gone at once; its disk stays', powerLoss),
  'power-on': host('starts a host that is off', powerOn),
  partition: host('cuts the host off from its peers; clients here still reach it', partition),
  heal: host('takes a partition back', heal),
  freeze: host('freezes the host and all its containers', freeze),
  thaw: host('lets a frozen host go on', thaw),
  'engine-stop': host('SIGTERM to the engine of the host, as at a reboot', stopEngine),
  recover: host('undoes whatever a fault did to the host', recover),
  'crash-postmaster': service('kill -9 of the postmaster of a member', crashPostmaster),
  'kill-task': service("SIGKILL to a service's container on the host", killTask),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faultCatalog;

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(faultCatalog, name);

function host(describe: string, run: HostFault['run']): HostFault {
  return { target: 'host', describe, run };
}

function service(describe: string, run: ServiceFault['run']): ServiceFault {
  return { target: 'service', describe, run };
}
