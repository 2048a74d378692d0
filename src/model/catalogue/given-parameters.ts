import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { userText } from '../tuning-basis.js';
import { settingsOf } from './catalogue.js';
import { controlledBecause } from './home.js';
import type { PostgresMajor, Setting } from './setting.js';
import { readValue, type ValueFault } from './value.js';

/** A parameter of the cluster file that is the user's to set. */
export interface GivenParameter {
  readonly name: string;
  readonly at: string;
  /** As it would stand in postgresql.conf. */
  readonly text: string;
  /** None if this major does not have it. */
  readonly setting: Setting | undefined;
}

/** In file order; what Patroni or the image controls has a rule of its own. */
export function givenParameters({ postgresql }: ClusterConfig): GivenParameter[] {
  const settings = settingsOf(postgresql.version);
  return Object.keys(postgresql.parameters)
    .filter((name) => controlledBecause(name) === undefined)
    .map((name) => ({
      name,
      at: `postgresql.parameters.${name}`,
      text: userText({ user: postgresql.parameters }, name) ?? '',
      setting: settings.get(name),
    }));
}

/** Values with one kind of mistake, as problems. */
export function valueFaults(config: ClusterConfig, fault: ValueFault) {
  return givenParameters(config).flatMap(({ at, name, text, setting }) => {
    if (setting === undefined || setting.fixed) return [];
    const read = readValue(setting, text);
    if (read.ok || read.fault !== fault) return [];
    return {
      at,
      got: text === '' ? "''" : text,
      need: read.need,
      why: `PostgreSQL would refuse the whole postgresql.conf for ${name}`,
      fix: fixFor(setting),
    };
  });
}

function fixFor(setting: Setting): string {
  const usual = setting.default === undefined ? undefined : readValue(setting, setting.default);
  if (!usual?.ok || usual.canonical === '') return 'write it as need says, or remove it';
  return `write it as need says, or remove it: PostgreSQL's default is ${usual.canonical}`;
}

/** Other majors that have a parameter, oldest first. */
export function majorsWith(name: string, majors: readonly PostgresMajor[]): PostgresMajor[] {
  return majors.filter((major) => settingsOf(major).has(name));
}
