import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '../core/zod.js';
import type { DesiredFile } from '../model/desired-state.js';
import { paths } from '../model/paths.js';
import type { PostgresSecret, RolesSecret } from '../model/secret-contents.js';

const postgresSchema: z.ZodType<PostgresSecret> = z.object({
  superuser: z.object({ username: z.string(), password: z.string() }),
  restApi: z.object({ username: z.string(), password: z.string() }),
});

const rolesSchema: z.ZodType<RolesSecret> = z.object({ key: z.string().min(1) });

/** Every file of the desired state, in name order. */
export async function mountedDesiredFiles(): Promise<DesiredFile[]> {
  const directory = paths.desiredDirectory;
  const names = (await readdir(directory)).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return { path, text: await readFile(path, 'utf8') };
    }),
  );
}

export async function mountedPostgresSecret(): Promise<PostgresSecret> {
  return postgresSchema.parse(await readSecret(paths.postgresSecret));
}

/** @returns undefined where it is not mounted: only reconciler and `verify` have it */
export async function mountedRolesSecret(): Promise<RolesSecret | undefined> {
  try {
    return rolesSchema.parse(await readSecret(paths.rolesSecret));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An error of `JSON.parse` quotes the text, which must not reach a log. */
async function readSecret(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON`);
  }
}
