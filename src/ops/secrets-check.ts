import type { Problem } from '../core/problem.js';
import type { Swarm } from '../live/swarm.js';
import { names, SECRET_NAMES, type SecretName } from '../model/names.js';
import type { SecretManifest } from '../model/secret-manifest.js';

/** One row of `secrets check`: names and generations, never values. */
export interface SecretState {
  readonly secret: SecretName;
  readonly name: string;
  readonly generation: number;
  /** `foreign`: the Swarm has this name with another id, as after it was rebuilt. */
  readonly state: 'present' | 'foreign' | 'missing' | 'unlisted';
}

export interface SecretsReport {
  readonly secrets: readonly SecretState[];
  readonly problems: readonly Problem[];
}

/**
 * Compares the secrets file of a cluster with the secrets in the Swarm.
 *
 * @param manifest - what the file says, undefined if it is missing
 * @returns problems `SECRETS_MISSING`, `SECRETS_FOREIGN`, `SECRETS_MANIFEST_LOST`
 */
export async function checkSecrets(
  swarm: Swarm,
  clusterScope: string,
  cluster: string,
  manifest: SecretManifest | undefined,
): Promise<SecretsReport> {
  const found = await swarm.secrets(`${clusterScope}-`);
  const secrets = SECRET_NAMES.map((secret): SecretState => {
    const generation = manifest?.secrets[secret].generation ?? 1;
    const name = manifest?.secrets[secret].name ?? names.secret(clusterScope, secret, generation);
    const inSwarm = found.find((candidate) => candidate.name === name);
    return { secret, name, generation, state: stateOf(inSwarm?.id, manifest?.secrets[secret].id) };
  });
  return { secrets, problems: problemsOf(secrets, cluster) };
}

function stateOf(
  idInSwarm: string | undefined,
  idInFile: string | undefined,
): SecretState['state'] {
  if (idInSwarm === undefined) return 'missing';
  if (idInFile === undefined) return 'unlisted';
  return idInSwarm === idInFile ? 'present' : 'foreign';
}

function problemsOf(secrets: readonly SecretState[], cluster: string): Problem[] {
  const init = `run patroni-swarm secrets init ${cluster}`;
  const named = (state: SecretState['state']) =>
    secrets.filter((secret) => secret.state === state).map(({ name }) => name);
  const [missing, foreign, unlisted] = [named('missing'), named('foreign'), named('unlisted')];
  const problems: Problem[] = [];
  if (unlisted.length > 0) {
    problems.push({
      code: 'SECRETS_MANIFEST_LOST',
      at: 'secrets',
      got: `no secrets file, but the Swarm has ${unlisted.join(', ')}`,
      need: 'the file that says which secrets the cluster uses',
      why: 'services refer to secrets by the ids in it',
      fix: `take it back from git, or ${init}: ids are looked up by name, values stay`,
    });
  }
  if (foreign.length > 0) {
    problems.push({
      code: 'SECRETS_FOREIGN',
      at: 'secrets',
      got: `other ids in this Swarm than in the secrets file: ${foreign.join(', ')}`,
      need: 'the ids of this Swarm',
      why: 'the Swarm was rebuilt, or this is another Swarm than the file was made for',
      fix: `check the manager; if it is the right Swarm, ${init}`,
    });
  }
  if (missing.length > 0) {
    problems.push({
      code: 'SECRETS_MISSING',
      at: 'secrets',
      got: `not in the Swarm: ${missing.join(', ')}`,
      need: 'every secret of the cluster',
      why: 'members cannot start without their passwords',
      fix: init,
    });
  }
  return problems;
}
