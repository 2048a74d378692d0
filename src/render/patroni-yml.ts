import type { LogModel, PatroniMember, PatroniModel } from '../model/patroni-model.js';
import { paths } from '../model/paths.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/**
 * Renders one member's `patroni.yml`: its identity, nothing that is the same for the whole cluster.
 *
 * Patroni merges the files of its directory key by key, later names win (`patroni/config.py`,
 * `_load_config_path`): `bootstrap.yml`, this, then `secrets.yml` with every password. A parameter set
 * here would override the shared one in the DCS, so only the socket directory is.
 */
export function renderPatroniYml(patroni: PatroniModel, member: PatroniMember): RenderedFile {
  return yamlFile(paths.patroniYml, patroni.clusterScope, {
    scope: patroni.clusterScope,
    namespace: `/${patroni.namespace}/`,
    name: member.node,
    restapi: {
      listen: `0.0.0.0:${patroni.restPort}`,
      connect_address: `${member.serviceName}:${patroni.restPort}`,
      allowlist: patroni.restAllowlist,
      request_queue_size: patroni.restapi.requestQueueSize,
      thread_pool_size: patroni.restapi.threadPoolSize,
    },
    etcd3: { hosts: patroni.etcdHosts, protocol: 'http' },
    postgresql: localPostgres(patroni, member),
    tags: member.tags,
    log: logSettings(patroni.log),
    // A Swarm service cannot have the device.
    watchdog: { mode: 'off' },
  });
}

function logSettings(log: LogModel) {
  return {
    level: log.level,
    traceback_level: log.tracebackLevel,
    type: log.type,
    format: log.format,
    dateformat: log.dateformat,
    max_queue_size: log.maxQueueSize,
    deduplicate_heartbeat_logs: log.deduplicateHeartbeats,
    ...(Object.keys(log.loggers).length > 0 ? { loggers: { ...log.loggers } } : {}),
  };
}

function localPostgres(patroni: PatroniModel, member: PatroniMember) {
  const { local } = patroni;
  return {
    listen: `0.0.0.0:${patroni.postgresPort}`,
    connect_address: `${member.serviceName}:${patroni.postgresPort}`,
    use_unix_socket: true,
    use_unix_socket_repl: true,
    data_dir: paths.pgdata,
    bin_dir: `/usr/lib/postgresql/${patroni.postgresVersion}/bin`,
    // Takes the data lock, then becomes postgres: the lock lives as long as any of its processes.
    bin_name: { postgres: paths.postgresShim },
    pgpass: paths.pgpass,
    create_replica_methods: [...local.createReplicaMethods],
    ...Object.fromEntries(local.replicaMethods.map(({ name, options }) => [name, { ...options }])),
    basebackup: [
      { checkpoint: local.basebackup.checkpoint },
      ...(local.basebackup.maxRate === undefined ? [] : [{ 'max-rate': local.basebackup.maxRate }]),
    ],
    callbacks: { ...local.callbacks },
    pg_ctl_timeout: local.pgCtlTimeoutSeconds,
    pre_promote: local.prePromote,
    before_stop: local.beforeStop,
    parameters: { unix_socket_directories: paths.pgSocketDirectory },
    remove_data_directory_on_rewind_failure: local.removeDataOnRewindFailure,
    remove_data_directory_on_diverged_timelines: local.removeDataOnDivergedTimelines,
  };
}
