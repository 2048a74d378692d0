import { nearest } from '../../../config/words.js';
import { settingsOf } from '../catalogue/catalogue.js';
import { givenParameters, majorsWith } from '../catalogue/given-parameters.js';
import { formerSetting } from '../catalogue/history.js';
import type { PostgresMajor } from '../catalogue/setting.js';
import { rule } from './rule.js';

const MAJORS: readonly PostgresMajor[] = [14, 15, 16, 17, 18];

/** `library.name`, as PostgreSQL allows for settings of libraries it has not loaded yet. */
const CUSTOM = /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$/;

/**
 * A name this major does not have; PostgreSQL would not start with it.
 *
 * Names of libraries we know nothing about pass; those of a library we know must be its own.
 */
export const parameterUnknown = rule({
  code: 'PARAMETER_UNKNOWN',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check(config) {
    const { version } = config.postgresql;
    const settings = settingsOf(version);
    const prefixes = new Set([...settings.keys()].filter((key) => key.includes('.')).map(prefixOf));
    return givenParameters(config)
      .filter(({ setting, name }) => !setting && formerSetting(name, version) === undefined)
      .filter(({ name }) => !CUSTOM.test(name) || prefixes.has(prefixOf(name)))
      .map(({ at, name, text }) => {
        const elsewhere = majorsWith(name, MAJORS);
        const best = nearest(name, [...settings.keys()]);
        return {
          at,
          got: text,
          need: `a parameter of PostgreSQL ${version}`,
          why:
            elsewhere.length > 0
              ? `${name} exists in PostgreSQL ${elsewhere.join(', ')} only`
              : 'PostgreSQL does not start with a name it does not know',
          fix: best === undefined || elsewhere.length > 0 ? 'remove it' : `write ${best}`,
        };
      });
  },
});

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
