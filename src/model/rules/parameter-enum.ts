import { valueFaults } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** None of the words this major knows. */
export const parameterEnum = rule({
  code: 'PARAMETER_ENUM',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check: (config) => valueFaults(config, 'enum'),
});
