import { valueFaults } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** Text of a form that PostgreSQL checks, such as a time zone. */
export const parameterText = rule({
  code: 'PARAMETER_TEXT',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check: (config) => valueFaults(config, 'value'),
});
