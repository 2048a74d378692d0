import type { Check } from './check.js';
import { clientConnections } from './client-connections.js';
import { databasesAccessible } from './databases-accessible.js';
import { etcdHealthy } from './etcd-healthy.js';
import { haproxyRouting } from './haproxy-routing.js';
import { patroniFormed } from './patroni-formed.js';
import { replication } from './replication.js';
import { servicesRunning } from './services-running.js';

/** The checklist, in the order it is printed. */
export const checks: readonly Check[] = [
  servicesRunning,
  etcdHealthy,
  patroniFormed,
  replication,
  haproxyRouting,
  clientConnections,
  databasesAccessible,
];
