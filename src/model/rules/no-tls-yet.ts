import { NO_TLS_YET } from '../../../config/tls-keys.js';
import { userText } from '../tuning-basis.js';
import { rule } from './rule.js';

/** Every beginning of a word that PostgreSQL reads as false. */
const OFF = /^(off?|f(a(l(se?)?)?)?|no?|0)$/i;

/** PostgreSQL with `ssl` needs a certificate at its start, and no member has one. */
export const noTlsYet = rule({
  code: 'NO_TLS_YET',
  reads: ['postgresql.parameters.ssl'],
  check({ postgresql: { parameters } }) {
    const text = userText({ user: parameters }, 'ssl');
    if (text === undefined || OFF.test(text)) return;
    return { at: 'postgresql.parameters.ssl', got: text, need: 'off', ...NO_TLS_YET };
  },
});
