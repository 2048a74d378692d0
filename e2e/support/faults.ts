import * as faults from '../../lab/faults.js';
import { hostNamed, lab } from './lab-hosts.js';

const step = { report: () => undefined };

/** The lab's faults, by the name of the host. */
export const fault = {
  powerLoss: (host: string) => faults.powerLoss(lab, hostNamed(host), step),
  /** SIGTERM to the host's engine, as at a reboot; the host is off afterwards. */
  engineStop: (host: string) => faults.stopEngine(lab, hostNamed(host), step),
  powerOn: (host: string) => faults.powerOn(lab, hostNamed(host), step),
  partition: (host: string) => faults.partition(lab, hostNamed(host), step),
  heal: (host: string) => faults.heal(lab, hostNamed(host), step),
  crashPostmaster: (host: string, service: string) =>
    faults.crashPostmaster(lab, hostNamed(host), service, step),
  killTask: (host: string, service: string) => faults.killTask(lab, hostNamed(host), service, step),
  /** Undoes whatever is left of a fault. */
  recoverAll: () => Promise.all(lab.nodes.map((host) => faults.recover(lab, host, step))),
};
