import { putOff } from '../core/put-off.js';

/** zod's words in other languages than English, 60 files. Import this before everything else. */
putOff('zod', 'zod/v4/locales');
