import type { ClusterConfig } from '../../../config/schema/cluster.js';
import type { ClusterModel } from '../cluster-model.js';

/** What a key that the file leaves out works out to, and from which key. */
export interface Derived {
  readonly value: unknown;
  readonly from: string;
}

type Derivation = (config: ClusterConfig, model: ClusterModel) => Derived;

const byRto =
  (value: (model: ClusterModel) => unknown): Derivation =>
  (config, model) => ({
    value: value(model),
    from: `availability.rto: ${config.availability.rto}`,
  });

const byRpo =
  (value: (model: ClusterModel) => unknown): Derivation =>
  (config, model) => ({
    value: value(model),
    from: `availability.rpo: ${config.availability.rpo}`,
  });

const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  'patroni.dcs.ttl': byRto(({ patroni }) => patroni.dynamic.ttlSeconds),
  'patroni.dcs.loop_wait': byRto(({ patroni }) => patroni.dynamic.loopWaitSeconds),
  'patroni.dcs.retry_timeout': byRto(({ patroni }) => patroni.dynamic.retryTimeoutSeconds),
  'patroni.dcs.primary_start_timeout': byRto(
    ({ patroni }) => patroni.dynamic.primaryStartTimeoutSeconds,
  ),
  'patroni.dcs.maximum_lag_on_failover': byRpo(
    ({ patroni }) => patroni.dynamic.maximumLagOnFailoverBytes,
  ),
  'patroni.dcs.synchronous_mode': byRpo(({ patroni }) => patroni.dynamic.synchronousMode),
  'haproxy.check.inter': byRto(({ haproxy }) => `${haproxy.check.interMs}ms`),
  'haproxy.check.fastinter': byRto(({ haproxy }) => `${haproxy.check.fastinterMs}ms`),
  'haproxy.check.downinter': byRto(({ haproxy }) => `${haproxy.check.downinterMs}ms`),
  'haproxy.check.fall': byRto(({ haproxy }) => haproxy.check.fall),
  'haproxy.check.rise': byRto(({ haproxy }) => haproxy.check.rise),
  'haproxy.timeout.check': byRto(({ haproxy }) => `${haproxy.check.timeoutMs}ms`),
  'haproxy.nbthread': (_, { haproxy }) => ({
    value: haproxy.threads,
    from: 'half of the CPUs of the smallest node, 4 at most',
  }),
};

/** Undefined for a key that follows from no other. */
export function derivedValue(
  keyPath: string,
  config: ClusterConfig,
  model: ClusterModel,
): Derived | undefined {
  return Object.hasOwn(DERIVATIONS, keyPath) ? DERIVATIONS[keyPath]?.(config, model) : undefined;
}
