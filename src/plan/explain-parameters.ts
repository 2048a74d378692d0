import { settingsOf } from '../model/catalogue/catalogue.js';
import { changeCost } from '../model/catalogue/home.js';
import type { PostgresMajor, Setting } from '../model/catalogue/setting.js';
import { canonicalText } from '../model/catalogue/value.js';
import { paths } from '../model/paths.js';
import type { ClusterRecord } from '../model/record/cluster-record.js';
import { directionOf } from '../model/restart-order.js';
import { reload, restartByHandover, restartPrimaryFirst, type Effect } from './effects.js';
import { keyChanges, type FileChange, type KeyChange } from './file-changes.js';
import type { Finding, FindingValue } from './finding.js';
import { keyPathOf, type Impact } from './impact.js';

type Catalogue = ReadonlyMap<string, Setting>;

interface Cost extends Effect {
  readonly code: string;
  readonly why: string;
}

/** Settings of PostgreSQL: the reconciler carries them to the DCS, and so to every member. */
export function explainParameters(impact: Impact): Finding[] {
  const catalogue = settingsOf(impact.record.postgresVersion as PostgresMajor);
  return impact.files
    .filter(({ path }) => path === paths.desiredPostgresqlConf)
    .flatMap((file) =>
      parameterChanges(impact.record, file).map((one) =>
        parameterFinding(impact, catalogue, file, one),
      ),
    );
}

/** Parameters whose value differs; another spelling of the same value is no difference. */
export function parameterChanges(
  { postgresVersion }: ClusterRecord,
  { before, after }: Pick<FileChange, 'before' | 'after'>,
): KeyChange[] {
  const catalogue = settingsOf(postgresVersion as PostgresMajor);
  const spelt = (key: string, text: string) => shown(catalogue.get(key), text);
  return keyChanges(before, after, (key, one, other) => spelt(key, one) === spelt(key, other));
}

function parameterFinding(
  { record, causes }: Impact,
  catalogue: Catalogue,
  file: FileChange,
  { key, before, after }: KeyChange,
): Finding {
  const setting = catalogue.get(key);
  const keyPath = keyPathOf('parameters', key);
  const value = (side: 'before' | 'after', text: string | undefined): FindingValue =>
    text === undefined
      ? { text: builtIn(setting) }
      : causes.value(side, keyPath, shown(setting, text));
  return {
    ...costOf(record, setting, before ?? setting?.default, after ?? setting?.default),
    object: keyPath,
    what: setting?.description.replace(/\.$/, '') ?? `parameter ${key} of an extension`,
    before: value('before', before),
    after: value('after', after),
    causes: causes.of(keyPath),
    resources: file.resources,
  };
}

function shown(setting: Setting | undefined, text: string): string {
  return setting ? canonicalText(setting, text) : text;
}

function builtIn(setting: Setting | undefined): string {
  if (setting?.default === undefined) return 'not set';
  return `${canonicalText(setting, setting.default)} (built in)`;
}

function costOf(
  record: ClusterRecord,
  setting: Setting | undefined,
  before: string | undefined,
  after: string | undefined,
): Cost {
  const cost = setting ? changeCost(setting) : 'reload';
  if (cost === 'restart') return restartCost(record, setting, before, after);
  if (cost === 'new sessions') {
    const why = 'PostgreSQL takes it at a reload, for sessions that begin afterwards';
    return { code: 'PARAMETER_NEW_SESSIONS', ...reload(record), why };
  }
  const why = setting
    ? 'PostgreSQL takes it at a reload'
    : 'no parameter of PostgreSQL itself; the extension that reads it decides';
  return { code: 'PARAMETER_RELOAD', ...reload(record), why };
}

function restartCost(
  record: ClusterRecord,
  setting: Setting | undefined,
  before: string | undefined,
  after: string | undefined,
): Cost {
  const direction = setting
    ? directionOf({ name: setting.name, from: before, to: after })
    : ('other' as const);
  switch (direction) {
    case 'other': {
      const why = 'PostgreSQL takes it at its start';
      return { code: 'PARAMETER_RESTART', ...restartByHandover(record), why };
    }
    case 'lower': {
      const why = 'a replica with less than its primary stops replaying: the primary goes first';
      return { code: 'PARAMETER_LOWERED', ...restartPrimaryFirst(record), why };
    }
    case 'raise': {
      const why = 'a replica with less than its primary stops replaying: replicas go first';
      return { code: 'PARAMETER_RAISED', ...restartByHandover(record), why };
    }
  }
}
