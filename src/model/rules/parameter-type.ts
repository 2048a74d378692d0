import { valueFaults } from '../catalogue/given-parameters.js';
import { rule } from './rule.js';

/** Text where PostgreSQL reads a number or a switch. */
export const parameterType = rule({
  code: 'PARAMETER_TYPE',
  reads: ['postgresql.parameters', 'postgresql.version'],
  check: (config) => valueFaults(config, 'type'),
});
