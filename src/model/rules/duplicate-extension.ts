import { extensionName } from '../resolve-databases.js';
import { repeats } from './repeats.js';
import { rule } from './rule.js';

/** Two entries of one name could ask for two versions. */
export const duplicateExtension = rule({
  code: 'DUPLICATE_EXTENSION',
  reads: ['databases[].extensions'],
  check({ databases }) {
    return databases.flatMap(({ extensions }, database) => {
      const names = extensions.map(extensionName);
      return repeats(names).map(({ index, first }) => ({
        at: `databases[${database}].extensions[${index}]`,
        got: `${names[index] ?? ''}, as extensions[${first}]`,
        need: 'each extension once',
        why: 'the entries could name different schemas and versions',
        fix: 'keep one of them',
      }));
    });
  },
});
