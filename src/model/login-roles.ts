import { POOLER_AUTH_ROLE } from './secret-contents.js';

/** Roles every cluster has before a database is created. */
export const loginRoles = {
  superuser: 'postgres',
  replication: 'replicator',
  rewind: 'rewinder',
  /** Runs PgBouncer's lookup; its password is in the userlist secret. */
  pooler: POOLER_AUTH_ROLE,
} as const;
