/** How etcd's own file calls what it needs for TLS. */
const OF_ETCD =
  /^((client|peer)-)?transport-security$|^(peer-)?((client-)?cert(-(file|auth|allowed-.+))?|key-file|trusted-ca-file|auto-tls)$|^cipher-suites$/;

/** A word `tls` or `ssl`, as in PostgreSQL's, HAProxy's and PgBouncer's keys. */
const OF_OTHERS = /(^|[_-])(tls|ssl|sslmode|crt)([_-]|$)/;

/** Whether a key would turn on or describe TLS, which this release does not have. */
export function isTlsKey(key: string): boolean {
  return OF_ETCD.test(key) || OF_OTHERS.test(key);
}

/** Why such a key is refused, and what a user can do today. */
export const NO_TLS_YET = {
  why: 'this release has no TLS, between the tiers or to clients; a later one brings it for all of them',
  fix: 'remove it, and keep the networks on links you trust',
} as const;
