import { paths } from '../model/paths.js';
import { nothing, reload, type Effect } from './effects.js';
import { keyChanges, type FileChange, type KeyChange } from './file-changes.js';
import type { Finding } from './finding.js';
import { keyPathOf, type Impact } from './impact.js';

interface Kind extends Effect {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix?: string;
}

/** Patroni's settings in the DCS and the access rules: nothing restarts. */
export function explainDynamic(impact: Impact): Finding[] {
  return impact.files.flatMap((file) => {
    if (file.path === paths.desiredHba) return accessFinding(impact, file);
    if (file.path !== paths.desiredDynamic) return [];
    return keyChanges(file.before, file.after).map((one) => dynamicFinding(impact, file, one));
  });
}

function dynamicFinding(impact: Impact, file: FileChange, one: KeyChange): Finding {
  const { causes } = impact;
  const keyPath = keyPathOf('dynamic', one.key);
  return {
    ...kindOf(impact, one),
    object: keyPath,
    before: causes.value('before', keyPath, one.before),
    after: causes.value('after', keyPath, one.after),
    causes: causes.of(keyPath),
    resources: file.resources,
  };
}

const LOSSLESS = (mode: string | undefined) => mode === 'true' || mode === 'quorum';

function kindOf({ record }: Impact, { key, before, after }: KeyChange): Kind {
  if (key === 'synchronous_mode' && LOSSLESS(before) && !LOSSLESS(after)) {
    return {
      code: 'SYNC_TURNED_OFF',
      ...nothing('live'),
      severity: 'data loss',
      what: 'commits no longer wait for a standby',
      why: 'a failover may then lose rows that were acknowledged',
      fix: 'keep availability.rpo: zero',
    };
  }
  if (key.startsWith('slots.') && after === undefined) {
    return {
      code: 'SLOT_REMOVED',
      ...nothing('live'),
      severity: 'data loss',
      what: 'Patroni drops a permanent replication slot',
      why: 'its consumer loses what it has not read yet, and cannot go on where it was',
      fix: 'let the consumer finish and retire it first',
    };
  }
  if (key === 'postgresql.pg_ident') {
    const what = 'user name maps of pg_ident.conf';
    return { code: 'PG_IDENT', ...reload(record), what, why: 'PostgreSQL takes them at a reload' };
  }
  return {
    code: 'DYNAMIC_SETTING',
    ...nothing('live'),
    what: `Patroni's ${key}`,
    why: 'every Patroni takes it at its next loop',
  };
}

function accessFinding({ record }: Impact, file: FileChange): Finding[] {
  const rules = (side: FileChange['before']) => [...(side?.values() ?? [])].map(oneSpace);
  const before = rules(file.before);
  const after = rules(file.after);
  if (before.join('\n') === after.join('\n')) return [];
  const gone = before.filter((rule) => !after.includes(rule));
  const added = after.filter((rule) => !before.includes(rule));
  const moved = gone.length === 0 && added.length === 0 ? ['their order'] : [];
  return [
    {
      code: 'ACCESS_RULES',
      ...reload(record),
      object: 'postgresql.pg_hba',
      what: 'who may connect from where',
      before: { text: [...gone, ...moved].join('; ') || 'not there' },
      after: { text: [...added, ...moved].join('; ') || 'not there' },
      causes: [],
      why: 'PostgreSQL takes them at a reload; they count for connections made afterwards',
      resources: file.resources,
    },
  ];
}

function oneSpace(rule: string): string {
  return rule.trim().replaceAll(/\s+/g, ' ');
}
