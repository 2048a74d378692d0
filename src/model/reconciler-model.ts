import type { LogDriver } from './resolve-log.js';
import type { HealthProbe, TaskResources } from './service-model.js';

export interface DatabaseModel {
  readonly name: string;
  readonly owner: string;
  readonly extensions: readonly string[];
}

export interface ReconcilerModel {
  readonly clusterScope: string;
  readonly serviceName: string;
  /** Sorted by name. */
  readonly databases: readonly DatabaseModel[];
  readonly statusPort: number;
  readonly stopGraceMs: number;
  /** The reconciler gives up and exits non-zero after this long. */
  readonly deadlineMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
  readonly constraints: readonly string[];
  readonly logDriver: LogDriver;
}
