import { givenParameters } from '../catalogue/given-parameters.js';
import { formerSetting } from '../catalogue/history.js';
import { rule } from './rule.js';

/** Renamed or removed before this major: PostgreSQL would not start with it. */
export const parameterRemoved = rule({
  code: 'PARAMETER_REMOVED',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check(config) {
    const { version } = config.postgresql;
    return givenParameters(config).flatMap(({ at, name, text, setting }) => {
      const former = setting === undefined ? formerSetting(name, version) : undefined;
      if (former === undefined) return [];
      const { since, now, hint } = former;
      return {
        at,
        got: text,
        need: now === undefined ? `no ${name}` : now,
        why: `PostgreSQL has no ${name} since ${since}: ${hint}`,
        fix: now === undefined ? 'remove it' : `use ${now}`,
      };
    });
  },
});
