export interface NetworkModel {
  readonly name: string;
  readonly subnet: string;
  readonly gateway: string;
}

/** Limit and reservation of one task. */
export interface TaskResources {
  readonly memoryBytes: number;
  readonly memoryReservationBytes: number;
  readonly nanoCpus: number;
  readonly nanoCpusReservation: number;
}

/** Probe of a container: liveness only (`docs/adr`), never quorum, leadership or lag. */
export interface HealthProbe {
  /** Program and arguments, run without a shell. */
  readonly command: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

/** Where the one task of a member runs and what it keeps. */
export interface MemberPlacement {
  /** `nodes[].name`: names service, volume and construct. */
  readonly node: string;
  /** Swarm host name for the placement constraint. */
  readonly hostname: string;
  /** Constraints besides the host name, in order of the text. */
  readonly constraints: readonly string[];
  readonly serviceName: string;
  readonly volumeName: string;
}
