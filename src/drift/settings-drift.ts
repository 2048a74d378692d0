import { settingsOf } from '../model/catalogue/catalogue.js';
import type { PostgresMajor } from '../model/catalogue/setting.js';
import { canonicalText } from '../model/catalogue/value.js';
import {
  configChanges,
  desiredConfig,
  parameterOf,
  plain,
  type ConfigChange,
} from '../reconciler/config-tree.js';
import type { DesiredState } from '../reconciler/desired.js';
import { isDrift } from '../reconciler/journal.js';
import type { MemberSettings } from '../reconciler/member-settings.js';
import type { DriftItem } from './drift-item.js';
import type { LiveFacts } from './live-facts.js';

/**
 * Settings in the DCS and on every server that are not what the file says; another spelling of the same
 * value is no difference.
 *
 * @param isApplied - the file is what was applied last: a difference that is nobody else's is then the
 *   reconciler's to carry out; otherwise the next apply does it, and `plan` tells it
 */
export function settingsDrift(
  facts: LiveFacts,
  desired: DesiredState,
  isApplied: boolean,
  major: PostgresMajor,
): DriftItem[] {
  const corrected = desired.topology.drift === 'correct';
  const stays = corrected
    ? 'the reconciler takes it back'
    : 'stays; drift: correct in the file takes it back';
  const wanted = desiredConfig(desired);
  const inDcs = configChanges(facts.config, wanted).flatMap((change): DriftItem[] => {
    if (isSpelling(change, major)) return [];
    const foreign = isDrift(change, { ...facts.memory, reached: true });
    if (!foreign && !isApplied) return [];
    return [dcsItem(change, foreign ? stays : 'the reconciler has yet to do it: see status')];
  });
  const onMembers = facts.members.flatMap(({ name, settings }) =>
    settings ? memberItems(name, settings, stays) : [],
  );
  return [...inDcs, ...onMembers];
}

function isSpelling(change: ConfigChange, major: PostgresMajor): boolean {
  const { from, to } = change;
  const setting = settingsOf(major).get(parameterOf(change) ?? '');
  if (!setting || from === undefined || to === undefined) return false;
  return canonicalText(setting, plain(from)) === canonicalText(setting, plain(to));
}

function dcsItem({ path, from, to }: ConfigChange, then: string): DriftItem {
  const text = (value: unknown) => (value === undefined ? 'not set' : plain(value));
  return {
    where: 'dcs',
    object: path.join('.'),
    what: "Patroni's configuration",
    declared: text(to),
    live: text(from),
    then,
  };
}

function memberItems(
  name: string,
  { altered, errors, pending, stale }: MemberSettings,
  stays: string,
): DriftItem[] {
  const on = { where: 'member', object: name } as const;
  return [
    ...altered.map(({ name: parameter, value }) => ({
      ...on,
      what: `ALTER SYSTEM SET ${parameter}`,
      declared: 'not set by ALTER SYSTEM',
      live: value,
      then: stays,
    })),
    ...stale.map((what) => ({
      ...on,
      what,
      declared: 'as in the DCS',
      live: 'something else, or not read yet',
      then: 'Patroni writes it at its next loop',
    })),
    ...pending.map(({ name: parameter, from = 'not known', to = 'the default' }) => ({
      ...on,
      what: parameter,
      declared: to,
      live: from,
      then: 'counts after a restart of this member',
    })),
    ...errors.map((error) => ({
      ...on,
      what: 'its files',
      declared: 'files that PostgreSQL accepts',
      live: error,
      then: 'this member would not start again: take the value back',
    })),
  ];
}
