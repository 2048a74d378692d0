import type { Positions } from '../../../config/positions.js';
import { settingsOf } from '../catalogue/catalogue.js';
import { changeCost, controlledBecause, needsRestartOrder } from '../catalogue/home.js';
import type { PostgresMajor, Setting } from '../catalogue/setting.js';
import { canonicalText } from '../catalogue/value.js';
import type { ClusterModel } from '../cluster-model.js';
import type { Origin } from '../parameter.js';
import type { Explanation } from './explanation.js';
import { parameterPage } from './parameter-page.js';

const PREFIX = 'postgresql.parameters.';

/**
 * Explains a PostgreSQL parameter, whether or not anybody sets it.
 *
 * @param key - its name, alone or as a key path of the file
 * @returns undefined if this major has no such parameter
 */
export function explainParameter(
  { patroni }: ClusterModel,
  positions: Positions | undefined,
  key: string,
): Explanation | undefined {
  const name = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
  const major = patroni.postgresVersion as PostgresMajor;
  const setting = settingsOf(major).get(name);
  const given = patroni.parameters.find((parameter) => parameter.name === name);
  const source = positions?.ofGiven(PREFIX + name);
  const page = setting && parameterPage(setting, major);
  const rest = {
    change: setting ? changeText(setting) : 'that of the extension which reads it',
    ...(source && { source }),
    ...(setting && { about: setting.description }),
    ...(page !== undefined && { page }),
  };
  if (given) return { key: name, value: given.value, ...decision(given.origin), ...rest };
  return setting && { key: name, ...unset(setting), ...rest };
}

function decision(origin: Origin): Pick<Explanation, 'decidedBy' | 'because'> {
  switch (origin.by) {
    case 'user':
      return { decidedBy: 'file', because: origin.key };
    case 'tuned':
      return { decidedBy: 'tuned', because: origin.formula };
    case 'mandatory':
      return { decidedBy: 'mandatory', because: origin.reason };
  }
}

function unset(setting: Setting): Pick<Explanation, 'value' | 'decidedBy' | 'because'> {
  const why = controlledBecause(setting.name);
  if (why !== undefined) return { value: '', decidedBy: 'mandatory', because: why };
  const value = setting.default === undefined ? '' : canonicalText(setting, setting.default);
  return { value, decidedBy: 'product', because: "PostgreSQL's own default" };
}

function changeText(setting: Setting): string {
  const cost = changeCost(setting);
  if (cost === 'fixed') return 'cannot be changed';
  if (cost === 'reload') return 'a reload of all members; sessions go on';
  if (cost === 'new sessions') return 'a reload; it counts for new sessions';
  return needsRestartOrder(setting.name)
    ? 'a restart of every member: replicas first when it rises, the primary first when it falls'
    : 'a restart of every member, one at a time, the leader last after a switchover';
}
