import { createHash } from 'node:crypto';

/** First ten hex digits of the SHA-256 of `text`: names a Swarm config by its content. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 10);
}
