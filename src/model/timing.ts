import type { HealthProbe } from './service-model.js';
import { paths } from './paths.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * How long things in the Swarm may take. Swarm publishes a container's name after its first
 * successful probe, so the interval is part of every rollout. Each probe costs an exec, some 0.05 s
 * of CPU with Docker 26 (measured): members, which are rolled one after another, are asked often.
 */
export const timing = {
  memberProbeIntervalMs: 3 * SECOND,
  edgeProbeIntervalMs: 5 * SECOND,
  probeTimeoutMs: 5 * SECOND,
  /** Longer than the stop of the task before plus the longest start: a waiting task is not unhealthy. */
  memberStartPeriodMs: 6 * MINUTE,
  edgeStartPeriodMs: 1 * MINUTE,
  /** The reconciler's own end comes before Swarm's, and that before Terraform's. */
  reconcilerDeadlineMs: 8 * MINUTE,
  reconcilerStartPeriodMs: 9 * MINUTE,
  /** The last resort: a member is told to be done long before. */
  memberStopGraceMs: 5 * MINUTE,
  edgeStopGraceMs: 30 * SECOND,
  reconcilerStopGraceMs: 20 * SECOND,
} as const;

/** A minute at most without an answer: slow is not dead, and killing a member is a failover. */
const MEMBER_RETRIES = 10;
const EDGE_RETRIES = 5;

export function memberProbe(port: number, path: string): HealthProbe {
  return {
    ...probe(httpProbe(port, path), timing.memberStartPeriodMs, MEMBER_RETRIES),
    intervalMs: timing.memberProbeIntervalMs,
  };
}

export function haproxyProbe(statsPort: number): HealthProbe {
  return probe(httpProbe(statsPort, MONITOR_PATH), timing.edgeStartPeriodMs, EDGE_RETRIES);
}

/** PgBouncer has no page to ask: a connection that is accepted shows that it serves. */
export function pgbouncerProbe(port: number): HealthProbe {
  const command = ['bash', '-c', `</dev/tcp/127.0.0.1/${port}`];
  return probe(command, timing.edgeStartPeriodMs, EDGE_RETRIES);
}

export function reconcilerProbe(port: number): HealthProbe {
  return probe(httpProbe(port, '/healthz'), timing.reconcilerStartPeriodMs, MEMBER_RETRIES);
}

/** HAProxy answers it without a password and says nothing else there. */
export const MONITOR_PATH = '/alive';

function httpProbe(port: number, path: string): string[] {
  return [paths.httpProbe, `${port}`, path];
}

function probe(command: string[], startPeriodMs: number, retries: number): HealthProbe {
  const { edgeProbeIntervalMs: intervalMs, probeTimeoutMs: timeoutMs } = timing;
  return { command, intervalMs, timeoutMs, retries, startPeriodMs };
}
