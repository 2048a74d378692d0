import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { ClusterModel } from './cluster-model.js';

/** What a key that the file leaves out works out to, and from which key. */
export interface Derived {
  readonly value: unknown;
  readonly from: string;
}

/** A key whose value follows from another one unless the file gives it. */
interface Derivation {
  /** Which part of the cluster takes the value. */
  readonly home: 'cluster-wide' | 'haproxy' | 'pgbouncer';
  /** Key path that decides it. */
  readonly from: string;
  /** What the file says; undefined if it leaves the key out. */
  readonly given: (config: ClusterConfig) => unknown;
  readonly value: (model: ClusterModel) => unknown;
  /** How `from` is told. @default - its value */
  readonly because?: string;
}

type DcsKey = keyof ClusterConfig['patroni']['dcs'];
type CheckKey = keyof ClusterConfig['haproxy']['check'];
type Value = Derivation['value'];

const dcs = (key: DcsKey, from: string, value: Value): Derivation => ({
  home: 'cluster-wide',
  from,
  given: ({ patroni }) => patroni.dcs[key],
  value,
});

const check = (key: CheckKey, value: Value): Derivation => ({
  home: 'haproxy',
  from: RTO,
  given: ({ haproxy }) => haproxy.check[key],
  value,
});

const RTO = 'availability.rto';
const RPO = 'availability.rpo';

/** Every such key but tuned parameters, which have formulas of their own. */
export const derivations: Readonly<Record<string, Derivation>> = {
  'patroni.dcs.ttl': dcs('ttl', RTO, ({ patroni }) => patroni.dynamic.ttlSeconds),
  'patroni.dcs.loop_wait': dcs('loop_wait', RTO, ({ patroni }) => patroni.dynamic.loopWaitSeconds),
  'patroni.dcs.retry_timeout': dcs(
    'retry_timeout',
    RTO,
    ({ patroni }) => patroni.dynamic.retryTimeoutSeconds,
  ),
  'patroni.dcs.primary_start_timeout': dcs(
    'primary_start_timeout',
    RTO,
    ({ patroni }) => patroni.dynamic.primaryStartTimeoutSeconds,
  ),
  'patroni.dcs.maximum_lag_on_failover': dcs(
    'maximum_lag_on_failover',
    RPO,
    ({ patroni }) => patroni.dynamic.maximumLagOnFailoverBytes,
  ),
  'patroni.dcs.synchronous_mode': dcs(
    'synchronous_mode',
    RPO,
    ({ patroni }) => patroni.dynamic.synchronousMode,
  ),
  'haproxy.check.inter': check('inter', ({ haproxy }) => `${haproxy.check.interMs}ms`),
  'haproxy.check.fastinter': check('fastinter', ({ haproxy }) => `${haproxy.check.fastinterMs}ms`),
  'haproxy.check.downinter': check('downinter', ({ haproxy }) => `${haproxy.check.downinterMs}ms`),
  'haproxy.check.fall': check('fall', ({ haproxy }) => haproxy.check.fall),
  'haproxy.check.rise': check('rise', ({ haproxy }) => haproxy.check.rise),
  'haproxy.timeout.check': {
    home: 'haproxy',
    from: RTO,
    given: ({ haproxy }) => haproxy.timeout.check,
    value: ({ haproxy }) => `${haproxy.check.timeoutMs}ms`,
  },
  'pgbouncer.query_wait_timeout': {
    home: 'pgbouncer',
    from: RTO,
    given: ({ pgbouncer }) => pgbouncer.query_wait_timeout,
    value: ({ pgbouncer }) => pgbouncer.settings['query_wait_timeout'],
  },
  'haproxy.nbthread': {
    home: 'haproxy',
    from: 'nodes[].cpus',
    given: ({ haproxy }) => haproxy.nbthread,
    value: ({ haproxy }) => haproxy.threads,
    because:
      'swarm.tiers.haproxy.resources.cpus, or half of the CPUs of the smallest node; 4 at most',
  },
};

/** Undefined for a key that follows from no other. */
export function derivedValue(
  keyPath: string,
  config: ClusterConfig,
  model: ClusterModel,
): Derived | undefined {
  const found = Object.hasOwn(derivations, keyPath) ? derivations[keyPath] : undefined;
  if (!found) return undefined;
  const { because, from, value } = found;
  const { rto, rpo } = config.availability;
  return { value: value(model), from: because ?? `${from}: ${from === RTO ? rto : rpo}` };
}
