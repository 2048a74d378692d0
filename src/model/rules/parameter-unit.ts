import { valueFaults } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** A unit the parameter does not have; case counts, `mb` is none. */
export const parameterUnit = rule({
  code: 'PARAMETER_UNIT',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check: (config) => valueFaults(config, 'unit'),
});
