/** What a change of a key costs, by the first pattern that fits. Patroni and etcd go one by one. */
const COSTS: readonly (readonly [key: RegExp, cost: string])[] = [
  [/^scope$/, 'a new name is another cluster: new services, networks and volumes'],
  [/^nodes\[\d*\]\.(name|hostname)$/, 'another name is another member, with a volume of its own'],
  [/^nodes\[\d*\]\.(memory|cpus|storage|disk)$/, 'limits and tuned values follow: members restart'],
  [/^nodes/, "a restart of that node's member"],
  [/^availability/, 'Patroni takes its timers at the next loop; HAProxy restarts host by host'],
  [/^patroni\.dcs/, 'none: Patroni takes it at its next loop'],
  [/^patroni/, 'a restart of every member, one at a time'],
  [/^etcd/, 'a restart of every etcd member, one at a time'],
  [/^haproxy/, 'HAProxy restarts host by host; connections through it end'],
  [/^(pgbouncer|databases\[\d*\]\.pool)/, 'PgBouncer restarts host by host'],
  [/^databases/, 'SQL by the reconciler; nothing restarts'],
  [/^postgresql\.(pg_hba|pg_ident)/, 'a reload of all members; sessions go on'],
  [/^postgresql\.initdb/, 'none on a cluster that exists: it counts when one is born'],
  [/^postgresql\.version/, 'a major upgrade, which is not a change of this key alone'],
  [/^postgresql/, 'that of the parameters which follow from it'],
  [/^images/, 'a restart of that tier, one task at a time'],
  [/^swarm\.(networks)/, 'every service is replaced'],
  [/^swarm\.(log|tiers)/, 'a restart of the tasks it is about'],
];

export function keyChange(keyPath: string): string {
  return COSTS.find(([pattern]) => pattern.test(keyPath))?.[1] ?? 'nothing in the cluster';
}
