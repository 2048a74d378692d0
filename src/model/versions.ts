/**
 * The one list of pinned versions. Image builds get them as build arguments and fail when Debian
 * offers another upstream version: `3.5.16` or anything that begins with `3.5.16.`.
 */
export const versions = {
  debianRelease: 'trixie',
  postgresqlMajor: 17,
  patroni: '4.0.7',
  etcd: '3.5.16',
  haproxy: '3.0',
  pgbouncer: '1.24',
  node: '20',
  tini: '0.19',
  pgvector: '0.8',
  pgaudit: '17',
  pgCron: '1.6',
} as const;
