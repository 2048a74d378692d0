import { repeats } from './repeats.js';
import { rule } from './rule.js';

/** Two entries of one name would be two answers to what it may do. */
export const duplicateRole = rule({
  code: 'DUPLICATE_ROLE',
  reads: ['roles[].name'],
  check({ roles }) {
    return repeats(roles.map(({ name }) => name)).map(({ index, first }) => ({
      at: `roles[${index}].name`,
      got: `${roles[index]?.name ?? ''}, as roles[${first}]`,
      need: 'each role once',
      why: 'only one of the entries would count',
      fix: 'merge the two entries',
    }));
  },
});
