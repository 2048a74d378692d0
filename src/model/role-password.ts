import { createHmac } from 'node:crypto';
import type { RolesSecret } from './secret-contents.js';

/**
 * Password of a login role: HMAC-SHA256 of its name under the secret's key.
 *
 * The same key and role always give the same password, so nothing needs to remember it.
 *
 * @returns 43 characters, safe in URLs, `pgpass` and PgBouncer's `auth_file`
 */
export function rolePassword(secret: RolesSecret, role: string): string {
  return createHmac('sha256', secret.key).update(role, 'utf8').digest('base64url');
}
