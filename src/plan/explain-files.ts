import { paths } from '../model/paths.js';
import type { ServiceTier } from '../model/record/cluster-record.js';
import { taskRestart } from './effects.js';
import { keyChanges, type FileChange, type KeyChange } from './file-changes.js';
import type { Finding } from './finding.js';
import { keyPathOf, type Impact } from './impact.js';

interface FileKind {
  readonly code: string;
  readonly keyPath: (key: string) => string;
  readonly why: string;
}

/** Files that a program reads at its start: the task that mounts one restarts. */
const KINDS: Readonly<Record<string, FileKind>> = {
  [paths.patroniYml]: {
    code: 'MEMBER_SETTING',
    keyPath: (key) => `patroni.yml ${key}`,
    why: "Patroni's own file is new: each member's task restarts, the leader hands over first",
  },
  [paths.etcdConf]: {
    code: 'ETCD_SETTING',
    keyPath: (key) => `etcd.${key}`,
    why: 'etcd reads its file at its start; the others keep the quorum meanwhile',
  },
  [paths.haproxyCfg]: {
    code: 'HAPROXY_SETTING',
    keyPath: (key) => keyPathOf('haproxy', key),
    why: 'HAProxy reads its file at its start; its tasks restart one host after another',
  },
  [paths.pgbouncerIni]: {
    code: 'PGBOUNCER_SETTING',
    keyPath: (key) => keyPathOf('pgbouncer', key),
    why: 'PgBouncer reads its file at its start; its tasks restart one host after another',
  },
};

interface Gathered {
  readonly one: KeyChange;
  readonly files: FileChange[];
}

/** One finding for each key that changes, whichever members it changes on in the same way. */
export function explainFiles(impact: Impact): Finding[] {
  const gathered = new Map<string, Gathered & { readonly kind: FileKind }>();
  for (const file of impact.files) {
    const kind = Object.hasOwn(KINDS, file.path) ? KINDS[file.path] : undefined;
    if (!kind || file.unreadable) continue;
    for (const one of tellingChanges(file)) {
      const id = [kind.keyPath(one.key), one.before, one.after].join('\0');
      const known = gathered.get(id) ?? { one, files: [], kind };
      known.files.push(file);
      gathered.set(id, known);
    }
  }
  return [...gathered.values()].map(({ one, files, kind }) => finding(impact, kind, one, files));
}

/** Without what only repeats another change: a database that comes or goes, a limit that is the pool's size. */
function tellingChanges({ before, after }: FileChange): KeyChange[] {
  const all = keyChanges(before, after);
  const wholes = all.filter(
    (one) => one.key.endsWith('].host') && (one.before === undefined || one.after === undefined),
  );
  return all.filter(({ key, ...values }) => {
    const entry = key.replace(/\.[^.]*$/, '');
    const whole = wholes.some((one) => one.key === `${entry}.host`);
    if (whole) return key === `${entry}.host`;
    const size = all.find((one) => one.key === `${entry}.pool_size`);
    const follows = size?.before === values.before && size?.after === values.after;
    return !(key.endsWith('].max_db_connections') && follows);
  });
}

function finding(
  { causes, record }: Impact,
  kind: FileKind,
  { key, before, after }: KeyChange,
  files: readonly FileChange[],
): Finding {
  const keyPath = kind.keyPath(key);
  const tier: ServiceTier = files[0]?.tier ?? 'patroni';
  const nodes = files.flatMap((file) => file.nodes);
  const major = majorChange(key, before, after);
  return {
    code: kind.code,
    ...taskRestart(record, tier, nodes),
    object: keyPath,
    what: `${key} of ${tier}`,
    before: causes.value('before', keyPath, before),
    after: causes.value('after', keyPath, after),
    causes: causes.of(keyPath),
    why: kind.why,
    ...major,
    resources: [...new Set(files.flatMap((file) => file.resources))],
  };
}

/** The data of one major cannot be read by another: the directory of programs gives it away. */
function majorChange(
  key: string,
  before: string | undefined,
  after: string | undefined,
): Partial<Finding> {
  const major = (text: string | undefined) => /postgresql\/(\d+)\/bin/.exec(text ?? '')?.[1];
  const [old, now] = [major(before), major(after)];
  if (key !== 'postgresql.bin_dir' || old === undefined || now === undefined || old === now) {
    return {};
  }
  return {
    code: 'MAJOR_VERSION',
    severity: 'data loss',
    object: 'postgresql.version',
    what: `PostgreSQL ${old} becomes ${now} on data of ${old}`,
    why: `PostgreSQL ${now} does not start on the data of ${old}: every member would be down`,
    fix: 'a major upgrade is a migration: dump and restore, or logical replication to a new cluster',
  };
}
