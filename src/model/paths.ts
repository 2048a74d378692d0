/** Paths inside the containers; images, renderers and constructs agree through this file. */
export const paths = {
  /** Succeeds if a page of this container answers 200: `http-ok PORT PATH`. */
  httpProbe: '/usr/lib/patroni-swarm/http-ok',
  etcdConf: '/etc/etcd/etcd.conf',
  /** In memory: how a member joins a running cluster, written by its supervisor. */
  etcdJoiningConf: '/tmp/etcd.conf',
  etcdVolume: '/var/lib/etcd',
  etcdData: '/var/lib/etcd/data',
  /** Patroni merges every `*.yml` here in name order. */
  patroniDirectory: '/etc/patroni',
  patroniYml: '/etc/patroni/patroni.yml',
  bootstrapYml: '/etc/patroni/bootstrap.yml',
  patroniSecrets: '/etc/patroni/secrets.yml',
  patroniVolume: '/var/lib/patroni',
  pgdata: '/var/lib/patroni/pgdata',
  /** Under which limit a member of this volume started last, in bytes. */
  memoryLimit: '/var/lib/patroni/memory-limit',
  pgSocketDirectory: '/var/run/postgresql',
  /** Writable, in memory, gone with the container. */
  pgpass: '/tmp/pgpass',
  /** Callbacks and post_init of Patroni. */
  hook: '/usr/lib/patroni-swarm/hook',
  /** Beside postgres in PostgreSQL's bin directory: takes the data lock first. */
  postgresShim: 'postgres-locked',
  haproxyCfg: '/etc/haproxy/haproxy.cfg',
  haproxyStatsCfg: '/etc/haproxy/stats.cfg',
  pgbouncerIni: '/etc/pgbouncer/pgbouncer.ini',
  /** In memory: the same with pools that fit, where PostgreSQL has fewer connections than it is sized for. */
  pgbouncerFittedIni: '/tmp/pgbouncer.ini',
  userlist: '/etc/pgbouncer/userlist.txt',
  /** Where PgBouncer's console is reached without a password, by its own user alone. */
  pgbouncerSockets: '/tmp',
  /** Desired state, mounted in the reconciler only. */
  desiredDirectory: '/etc/patroni-swarm/desired',
  desiredPostgresqlConf: '/etc/patroni-swarm/desired/postgresql.conf',
  desiredHba: '/etc/patroni-swarm/desired/pg_hba.conf',
  desiredDynamic: '/etc/patroni-swarm/desired/patroni-dynamic.yml',
  desiredDatabases: '/etc/patroni-swarm/desired/databases.yml',
  desiredTopology: '/etc/patroni-swarm/desired/topology.yml',
  /** Secrets of reconciler and jobs. */
  postgresSecret: '/etc/patroni-swarm/secrets/postgres.json',
  rolesSecret: '/etc/patroni-swarm/secrets/roles.json',
  /** PgBouncer's `auth_file` for whoever hands over: it signs requests to the pools' guards. */
  poolSecret: '/etc/patroni-swarm/secrets/userlist.txt',
} as const;

/** Numeric ids fixed in our images: a mounted secret with mode 0400 needs numbers (measured). */
export const ids = {
  postgres: { uid: 7001, gid: 7001 },
  etcd: { uid: 7002, gid: 7002 },
  haproxy: { uid: 7003, gid: 7003 },
  pgbouncer: { uid: 7004, gid: 7004 },
  agent: { uid: 7005, gid: 7005 },
} as const;
