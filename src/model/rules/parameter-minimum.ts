import { givenParameters } from '../catalogue/given-parameters.js';
import { patroniMinimum } from '../catalogue/home.js';
import { readValue } from '../catalogue/value.js';
import { rule } from './rule.js';

const WHY = 'Patroni would silently put its own default in its place';

/** What PostgreSQL allows and Patroni replaces: the value in the file would not be the one that runs. */
export const parameterMinimum = rule({
  code: 'PARAMETER_MINIMUM',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check(config) {
    return givenParameters(config).flatMap(({ at, name, text, setting }) => {
      if (setting === undefined) return [];
      const read = readValue(setting, text);
      if (!read.ok) return [];
      if (name === 'wal_level' && read.value === 'minimal') {
        const need = 'replica or logical';
        return { at, got: text, need, why: WHY, fix: 'remove it: replica is the default' };
      }
      const least = patroniMinimum(name);
      if (least === undefined || typeof read.value !== 'number' || read.value >= least) return [];
      const need = readValue(setting, `${least}`);
      const shown = need.ok ? need.canonical : `${least}`;
      return { at, got: text, need: `${shown} or more`, why: WHY, fix: `set it to ${shown}` };
    });
  },
});
