import { givenParameters } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** Built in, chosen at initdb, or a session's own: no file can set these. */
export const parameterFixed = rule({
  code: 'PARAMETER_FIXED',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check(config) {
    return givenParameters(config).flatMap(({ at, name, text, setting }) => {
      if (!setting?.fixed) return [];
      const internal = setting.context === 'internal';
      return {
        at,
        got: text,
        need: 'no value from you',
        why: internal
          ? `${name} only shows how the server was built or initialised`
          : `${name} belongs to a session, no file can set it`,
        fix: 'remove it',
      };
    });
  },
});
