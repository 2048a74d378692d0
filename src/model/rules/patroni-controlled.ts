import { controlledBecause } from '../catalogue/home.js';
import { rule } from './rule.js';

/** A value the user sees in the file and that never runs would be a lie. */
export const patroniControlled = rule({
  code: 'PATRONI_CONTROLLED',
  reads: ['postgresql.parameters'],
  check({ postgresql: { parameters } }) {
    return Object.entries(parameters).flatMap(([name, value]) => {
      const why = controlledBecause(name);
      if (why === undefined) return [];
      const at = `postgresql.parameters.${name}`;
      return { at, got: `${value}`, need: 'no value from you', why, fix: 'remove it' };
    });
  },
});
