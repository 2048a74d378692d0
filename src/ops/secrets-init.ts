import { randomUUID } from 'node:crypto';
import type { Report } from '../core/phase.js';
import type { Swarm, SwarmSecret } from '../live/swarm.js';
import { names, SECRET_NAMES, type SecretName } from '../model/names.js';
import type { SecretManifest } from '../model/secret-manifest.js';
import { pgpassBelongsTo, writePgpass, type PgpassRequest } from './pgpass-file.js';
import { readSecretManifest, writeSecretManifest } from './secret-manifest-file.js';
import { secretsIncomplete, secretsLost } from './secret-problems.js';
import { makeSecretSet } from './secret-values.js';

const SCOPE_LABEL = 'com.patroni-swarm.scope';
/** Secrets with one value of this label were made together and share passwords. */
const SET_LABEL = 'com.patroni-swarm.set';

export interface SecretsInitOptions {
  readonly swarm: Swarm;
  readonly clusterScope: string;
  /** As the user calls the cluster; for messages. */
  readonly cluster: string;
  readonly manifestFile: string;
  /** Written only when values are made: afterwards nobody can read them back. */
  readonly pgpass?: PgpassRequest;
  /**
   * Make new values where the secrets file names ones that this Swarm does not have. Right for a lab,
   * whose Swarm and volumes live and die together; elsewhere it can lock a cluster out of its data.
   */
  readonly replaceLost: boolean;
}

export interface SecretsInitResult {
  readonly secrets: 'made' | 'kept';
  readonly manifest: 'written' | 'kept';
  /** `stale`: missing, or made for other values; it cannot be written any more. */
  readonly pgpass: 'written' | 'kept' | 'stale' | 'not asked';
  readonly entries: SecretManifest;
}

/**
 * Makes the secrets of a cluster in the Swarm and the file that names them; what exists is kept.
 *
 * Secrets share passwords, so a set is used only if all of it was made together. What a killed run
 * left behind is removed and made anew, unless something may depend on it.
 *
 * @throws UserError `SECRETS_INCOMPLETE` or `SECRETS_LOST` where new values could lock a cluster out
 */
export async function initSecrets(
  options: SecretsInitOptions,
  report: Report,
): Promise<SecretsInitResult> {
  const { manifestFile, pgpass } = options;
  const manifest = readSecretManifest(manifestFile);
  const found = await findSecrets(options, manifest);
  const kept = completeSet(found);
  if (!kept) await clearTheWay(options, manifest, found, report);
  const { setId, ids } = kept ?? (await makeSet(options, report));
  const entries = manifestOf(options.clusterScope, ids, kept ? manifest : undefined);
  const same = manifest !== undefined && JSON.stringify(manifest) === JSON.stringify(entries);
  if (!same) writeSecretManifest(manifestFile, entries);
  return {
    secrets: kept ? 'kept' : 'made',
    manifest: same ? 'kept' : 'written',
    pgpass: pgpassState(pgpass, setId, kept !== undefined),
    entries,
  };
}

type Found = Partial<Record<SecretName, SwarmSecret>>;

interface CompleteSet {
  readonly setId: string;
  readonly ids: Readonly<Record<SecretName, string>>;
}

async function findSecrets(
  { swarm, clusterScope }: SecretsInitOptions,
  manifest: SecretManifest | undefined,
): Promise<Found> {
  const inSwarm = await swarm.secrets(`${clusterScope}-`);
  return Object.fromEntries(
    SECRET_NAMES.flatMap((secret) => {
      const name = manifest?.secrets[secret].name ?? names.secret(clusterScope, secret, 1);
      const match = inSwarm.find((candidate) => candidate.name === name);
      return match ? [[secret, match]] : [];
    }),
  );
}

/** Ids of all secrets, if none is missing and all were made together. */
function completeSet(found: Found): CompleteSet | undefined {
  const setIds = new Set(SECRET_NAMES.map((secret) => found[secret]?.labels[SET_LABEL]));
  const [setId] = setIds;
  if (setIds.size !== 1 || setId === undefined) return undefined;
  return { setId, ids: byName((secret) => found[secret]?.id ?? '') };
}

/** Removes what is left of a set that was never whole; throws where that could do harm. */
async function clearTheWay(
  { swarm, clusterScope, cluster, manifestFile, replaceLost }: SecretsInitOptions,
  manifest: SecretManifest | undefined,
  found: Found,
  report: Report,
): Promise<void> {
  const rest = Object.values(found);
  const used = await usersOf(swarm, clusterScope, rest);
  if (used.length > 0) throw secretsIncomplete(cluster, rest, used);
  // A manifest is written last: its set was whole, so members may have been made with it.
  if (manifest && !replaceLost) throw secretsLost(cluster, manifestFile, Object.keys(found));
  for (const { id, name } of rest) {
    report(`removing ${name}, left by a run that did not end`);
    await swarm.removeSecret(id);
  }
}

async function usersOf(
  swarm: Swarm,
  clusterScope: string,
  secrets: readonly SwarmSecret[],
): Promise<string[]> {
  const ids = new Set(secrets.map(({ id }) => id));
  const services = await swarm.services(`${clusterScope}-`);
  return services
    .filter(({ secretIds }) => secretIds.some((id) => ids.has(id)))
    .map(({ name }) => name);
}

/** The password file comes first: killed right after, the next run makes a new set and a new file. */
async function makeSet(
  { swarm, clusterScope, pgpass }: SecretsInitOptions,
  report: Report,
): Promise<CompleteSet> {
  const setId = randomUUID();
  const set = makeSecretSet();
  if (pgpass) writePgpass(pgpass, setId, set);
  const labels = { [SCOPE_LABEL]: clusterScope, [SET_LABEL]: setId };
  const made: [SecretName, string][] = [];
  for (const secret of SECRET_NAMES) {
    const name = names.secret(clusterScope, secret, 1);
    report(`making ${name}`);
    made.push([secret, await swarm.createSecret({ name, labels, content: set.contents[secret] })]);
  }
  const ids = new Map(made);
  return { setId, ids: byName((secret) => ids.get(secret) ?? '') };
}

function manifestOf(
  clusterScope: string,
  ids: Readonly<Record<SecretName, string>>,
  before: SecretManifest | undefined,
): SecretManifest {
  const secrets = byName((secret) => {
    const generation = before?.secrets[secret].generation ?? 1;
    return { name: names.secret(clusterScope, secret, generation), generation, id: ids[secret] };
  });
  return { format: 1, scope: clusterScope, secrets };
}

function pgpassState(
  pgpass: PgpassRequest | undefined,
  setId: string,
  kept: boolean,
): SecretsInitResult['pgpass'] {
  if (!pgpass) return 'not asked';
  if (!kept) return 'written';
  return pgpassBelongsTo(pgpass.file, setId) ? 'kept' : 'stale';
}

function byName<T>(value: (secret: SecretName) => T): Record<SecretName, T> {
  return Object.fromEntries(SECRET_NAMES.map((secret) => [secret, value(secret)])) as Record<
    SecretName,
    T
  >;
}
