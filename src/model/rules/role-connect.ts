import { nearest } from '../../../config/words.js';
import { rule } from './rule.js';

/** A role can be let into databases of this file only: others are not this project's. */
export const roleConnect = rule({
  code: 'ROLE_CONNECT',
  reads: ['databases[].name', 'roles[].connect'],
  check({ databases, roles }) {
    const known = databases.map(({ name }) => name);
    return roles.flatMap(({ connect }, index) =>
      connect.flatMap((database, place) => {
        if (known.includes(database)) return [];
        const meant = nearest(database, known);
        return {
          at: `roles[${index}].connect[${place}]`,
          got: database,
          need: known.length > 0 ? `one of ${known.join(', ')}` : 'a database of this file',
          why: 'no database of this file has the name',
          fix: meant === undefined ? 'add it to databases' : `write ${meant}`,
        };
      }),
    );
  },
});
