import { nearest } from '../../../config/words.js';
import { settingsOf } from '../catalogue/catalogue.js';
import type { PostgresMajor, SettingContext } from '../catalogue/setting.js';
import { readValue } from '../catalogue/value.js';
import { type UserParameters, userText } from '../tuning-basis.js';
import { rule, type RuleFinding } from './rule.js';

/** What a session may have of its own; the rest is the server's. */
const OF_SESSIONS: readonly SettingContext[] = [
  'user',
  'superuser',
  'backend',
  'superuser-backend',
];

/**
 * Parameters of a role or database that PostgreSQL would refuse, or that only the server has.
 *
 * @see https://www.postgresql.org/docs/17/sql-alterrole.html
 */
export const sessionSetting = rule({
  code: 'SESSION_SETTING',
  reads: ['roles[].parameters', 'databases[].parameters', 'postgresql.version'],
  check({ databases, postgresql: { version }, roles }) {
    const faults = (list: 'roles' | 'databases') => (user: UserParameters, index: number) =>
      Object.keys(user).flatMap(
        (name) => fault(version, user, name, `${list}[${index}].parameters.${name}`) ?? [],
      );
    return [
      ...roles.map(({ parameters }) => parameters).flatMap(faults('roles')),
      ...databases.map(({ parameters }) => parameters).flatMap(faults('databases')),
    ];
  },
});

function fault(
  major: PostgresMajor,
  user: UserParameters,
  name: string,
  at: string,
): RuleFinding | undefined {
  const settings = settingsOf(major);
  const setting = settings.get(name);
  const text = userText({ user }, name) ?? '';
  if (!setting) {
    // What an extension brings that is not in the catalogue has a name of two parts.
    if (name.includes('.')) return undefined;
    const meant = nearest(name, [...settings.keys()]);
    const fix = meant === undefined ? 'remove it' : `write ${meant}`;
    return { at, got: name, need: `a parameter of PostgreSQL ${major}`, fix };
  }
  if (setting.fixed === true || !OF_SESSIONS.includes(setting.context)) {
    return {
      at,
      got: name,
      need: 'a parameter that each session may have for itself',
      why: `${name} is one value for the whole server`,
      fix: `set postgresql.parameters.${name}, or remove it`,
    };
  }
  const read = readValue(setting, text);
  if (read.ok) return undefined;
  return { at, got: text === '' ? "''" : text, need: read.need, fix: 'write it as need says' };
}
