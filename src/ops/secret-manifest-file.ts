import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../core/problem.js';
import { secretManifestSchema, type SecretManifest } from '../model/secret-manifest.js';

/**
 * Reads the secrets file of a cluster.
 *
 * @returns undefined if there is none
 * @throws UserError `SECRETS_MANIFEST_UNREADABLE` if it is not what `secrets init` wrote
 */
export function readSecretManifest(file: string): SecretManifest | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = secretManifestSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UserError([
    {
      code: 'SECRETS_MANIFEST_UNREADABLE',
      at: file,
      got: parsed.error.issues
        .map(({ path, message }) => `${path.join('.')} ${message}`)
        .join('; '),
      need: 'the file as patroni-swarm secrets init wrote it',
      fix: 'take it back from git, or delete it and run patroni-swarm secrets init: ids are looked up by name',
    },
  ]);
}

/** Replaces the file in one step: a reader sees the old one or the new one. */
export function writeSecretManifest(file: string, manifest: SecretManifest): void {
  const temporary = `${file}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(temporary, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
