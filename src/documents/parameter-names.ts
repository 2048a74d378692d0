import { settingsOf } from '../model/catalogue/catalogue.js';
import { controlledBecause } from '../model/catalogue/home.js';
import type { PostgresMajor } from '../model/catalogue/setting.js';

const MAJORS: readonly PostgresMajor[] = [18, 17, 16, 15, 14];

/**
 * Schema that names every parameter a user may set, with PostgreSQL's own words, and judges no value:
 * an editor completes from it, and the schema around it decides. The newest major's words count.
 */
export function parameterNames(): object {
  const about = new Map<string, string>();
  for (const { name, description, fixed } of MAJORS.flatMap((major) => [
    ...settingsOf(major).values(),
  ])) {
    if (fixed === true || controlledBecause(name) !== undefined || about.has(name)) continue;
    about.set(name, description);
  }
  const names = [...about.keys()].sort();
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { description: about.get(name) }])),
  };
}
