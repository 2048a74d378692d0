import type { ClusterConfig } from '../../config/schema/cluster.js';
import { paths } from './paths.js';
import type { CallbackEvent, PatroniModel, ReplicaMethod } from './patroni-model.js';

type Local = Pick<PatroniModel, 'log' | 'restapi' | 'local'>;
type Config = ClusterConfig['patroni'];

const EVENTS: readonly CallbackEvent[] = [
  'on_reload',
  'on_restart',
  'on_role_change',
  'on_start',
  'on_stop',
];

/** What stands in every member's own file: a change of it restarts the members' tasks. */
export function localSettings({ log, restapi, postgresql }: Config): Local {
  const { basebackup, callbacks } = postgresql;
  return {
    log: {
      level: log.level,
      tracebackLevel: log.traceback_level,
      type: log.type,
      ...given('format', log.format),
      ...given('dateformat', log.dateformat),
      ...given('maxQueueSize', log.max_queue_size),
      ...given('deduplicateHeartbeats', log.deduplicate_heartbeat_logs),
      loggers: log.loggers,
    },
    restapi: {
      requestQueueSize: restapi.request_queue_size,
      ...given('threadPoolSize', restapi.thread_pool_size),
    },
    local: {
      createReplicaMethods: postgresql.create_replica_methods,
      replicaMethods: replicaMethods(postgresql),
      basebackup: {
        checkpoint: basebackup.checkpoint,
        ...given('maxRate', basebackup['max-rate']),
      },
      callbacks: Object.fromEntries(
        EVENTS.map((event) => [event, callbacks[event] ?? paths.hook]),
      ) as Record<CallbackEvent, string>,
      ...given('pgCtlTimeoutSeconds', postgresql.pg_ctl_timeout),
      ...given('prePromote', postgresql.pre_promote),
      ...given('beforeStop', postgresql.before_stop),
      removeDataOnRewindFailure: postgresql.remove_data_directory_on_rewind_failure,
      removeDataOnDivergedTimelines: postgresql.remove_data_directory_on_diverged_timelines,
    },
  };
}

/** Patroni would pass `true` as `True`. */
function texts(params: Readonly<Record<string, string | number | boolean>>) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

function replicaMethods({ replica_methods: methods }: Config['postgresql']): ReplicaMethod[] {
  return Object.entries(methods)
    .map(([name, { params, ...own }]) => ({ name, options: { ...own, ...texts(params) } }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A key that the file leaves out stays out of the model: Patroni's own default applies. */
function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
