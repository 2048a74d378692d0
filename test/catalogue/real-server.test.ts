import { test } from 'vitest';
import { checkBoot, checkCatalogue } from '../postgres/catalogue-checks.js';

// The other majors, and more values: `npm run test:postgres`.
test(
  'PostgreSQL 17: the catalogue is as a server shows it, and 300 values are judged alike',
  () => checkCatalogue(17, 300),
  60_000,
);

test.each(['lab', 'production'] as const)(
  'the postgresql.conf of %s boots PostgreSQL 17, which shows what the model says',
  (name) => checkBoot(name, 17),
  60_000,
);
