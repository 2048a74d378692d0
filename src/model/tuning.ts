import { settingsOf } from './catalogue/catalogue.js';
import { canonicalText } from './catalogue/value.js';
import type { Parameter } from './parameter.js';
import { type TuningBasis, userText } from './tuning-basis.js';
import { tuneExecution } from './tuning-execution.js';
import { memorySizes, tuneMemory } from './tuning-memory.js';
import { tuneSessions } from './tuning-sessions.js';
import { tuneWal } from './tuning-wal.js';

/**
 * Every PostgreSQL parameter this project sets, computed from the weakest member.
 *
 * @returns sorted by name; a user's value stands in the place of ours; one spelling for each value
 */
export function tunePostgres(basis: TuningBasis): Parameter[] {
  const sizes = memorySizes(basis);
  const parameters = new Map<string, Parameter>();
  for (const ours of [
    ...tuneMemory(basis, sizes),
    ...tuneExecution(basis, sizes),
    ...tuneWal(basis),
    ...tuneSessions(),
  ]) {
    parameters.set(ours.name, ours);
  }
  for (const name of Object.keys(basis.user)) {
    const value = userText(basis, name) ?? '';
    const key = `postgresql.parameters.${name}`;
    const ours = parameters.get(name);
    parameters.set(name, { name, value: merged(ours, name, value), origin: { by: 'user', key } });
  }
  const settings = settingsOf(basis.major);
  return [...parameters.values()]
    .map((parameter) => {
      const setting = settings.get(parameter.name);
      return setting ? { ...parameter, value: canonicalText(setting, parameter.value) } : parameter;
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A user's libraries come beside ours: without ours the statistics views are missing. */
function merged(ours: Parameter | undefined, name: string, value: string): string {
  if (name !== 'shared_preload_libraries' || ours === undefined) return value;
  const libraries = [...ours.value.split(','), ...value.split(',')].map((text) => text.trim());
  return [...new Set(libraries.filter((text) => text !== ''))].join(',');
}
