import { valueFaults } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** Outside the range of this major. */
export const parameterRange = rule({
  code: 'PARAMETER_RANGE',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check: (config) => valueFaults(config, 'range'),
});
