import { repeats } from './repeats.js';
import { rule } from './rule.js';

/** Two entries of one name would be two answers to who owns it. */
export const duplicateDatabase = rule({
  code: 'DUPLICATE_DATABASE',
  reads: ['databases[].name'],
  check({ databases }) {
    return repeats(databases.map(({ name }) => name)).map(({ index, first }) => ({
      at: `databases[${index}].name`,
      got: `${databases[index]?.name ?? ''}, as databases[${first}]`,
      need: 'each database once',
      why: 'the entries could name different owners and extensions',
      fix: 'merge the two entries',
    }));
  },
});
