import type { ClusterInputs } from '../src/model/cluster-inputs.js';
import type { Tier } from '../src/model/cluster-model.js';
import type { SecretName } from '../src/model/names.js';
import type { MountedSecret } from './swarm-service.js';

/** The digest-pinned image of a tier: the cluster file's override, or the lock's entry. */
export function imageOf(
  tier: Tier,
  inputs: ClusterInputs,
  overrides: Readonly<Partial<Record<Tier, string>>>,
): string {
  return overrides[tier] ?? inputs.images.images[tier];
}

/** A secret of the manifest, mounted at `path`. The id is Swarm's; the value stays there. */
export function secretAt(name: SecretName, path: string, inputs: ClusterInputs): MountedSecret {
  const entry = inputs.secrets.secrets[name];
  return { id: entry.id, name: entry.name, path };
}
