import type { Tier } from '../model/cluster-model.js';
import { ids } from '../model/paths.js';
import { versions } from '../model/versions.js';

/** Images nothing is deployed from; the others stand on them. */
export type ImageName = 'base' | 'node' | Tier;

/** How `images/<name>/Dockerfile` is built. */
export interface ImageRecipe {
  /** Image it stands on; `base` stands on Debian's. */
  readonly from?: 'base' | 'node';
  /** Gets `agent.mjs` in its build context. */
  readonly agent: boolean;
  readonly args: Readonly<Record<string, string | number>>;
}

export const TIERS: readonly Tier[] = ['etcd', 'patroni', 'haproxy', 'pgbouncer', 'agent'];

export const recipes: Readonly<Record<ImageName, ImageRecipe>> = {
  base: {
    agent: false,
    args: { DEBIAN_RELEASE: versions.debianRelease, TINI_VERSION: versions.tini },
  },
  node: { from: 'base', agent: false, args: { NODE_VERSION: versions.node } },
  etcd: {
    from: 'node',
    agent: true,
    args: { ETCD_VERSION: versions.etcd, ETCD_UID: ids.etcd.uid, ETCD_GID: ids.etcd.gid },
  },
  patroni: {
    from: 'node',
    agent: true,
    args: {
      POSTGRESQL_MAJOR: versions.postgresqlMajor,
      PATRONI_VERSION: versions.patroni,
      PGVECTOR_VERSION: versions.pgvector,
      PGAUDIT_VERSION: versions.pgaudit,
      PG_CRON_VERSION: versions.pgCron,
      POSTGRES_UID: ids.postgres.uid,
      POSTGRES_GID: ids.postgres.gid,
    },
  },
  haproxy: {
    from: 'base',
    agent: false,
    args: {
      HAPROXY_VERSION: versions.haproxy,
      HAPROXY_UID: ids.haproxy.uid,
      HAPROXY_GID: ids.haproxy.gid,
    },
  },
  pgbouncer: {
    from: 'node',
    agent: true,
    args: {
      PGBOUNCER_VERSION: versions.pgbouncer,
      PGBOUNCER_UID: ids.pgbouncer.uid,
      PGBOUNCER_GID: ids.pgbouncer.gid,
    },
  },
  agent: {
    from: 'node',
    agent: true,
    args: { AGENT_UID: ids.agent.uid, AGENT_GID: ids.agent.gid },
  },
};
