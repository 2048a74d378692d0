import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const deriveKey = promisify(pbkdf2);

/** PostgreSQL's own default (`scram_iterations`). */
const ITERATIONS = 4096;
const SALT_BYTES = 16;
const VERIFIER = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/;

/**
 * What PostgreSQL keeps of a password, so that the password itself is never sent to it.
 *
 * @param password - ASCII: longer alphabets would need SASLprep
 * @see https://www.rfc-editor.org/rfc/rfc5802 (section 3)
 * @see https://www.postgresql.org/docs/17/catalog-pg-authid.html (rolpassword)
 */
export async function scramVerifier(
  password: string,
  salt = randomBytes(SALT_BYTES),
  iterations = ITERATIONS,
): Promise<string> {
  const salted = await deriveKey(password, salt, iterations, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** Whether `stored` (null without a password) was made from `password`. */
export async function verifierMatches(stored: string | null, password: string): Promise<boolean> {
  const [, iterations, salt] = VERIFIER.exec(stored ?? '') ?? [];
  if (stored === null || !iterations || !salt) return false;
  const own = await scramVerifier(password, Buffer.from(salt, 'base64'), Number(iterations));
  return own.length === stored.length && timingSafeEqual(Buffer.from(own), Buffer.from(stored));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
