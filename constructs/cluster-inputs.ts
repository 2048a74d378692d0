import type { Tier } from '../src/model/cluster-model.js';
import type { SecretName } from '../src/model/names.js';
import type { ImageLock, SecretManifest } from '../src/model/secret-manifest.js';
import type { MountedSecret } from './swarm-service.js';

/** What a cluster needs besides its file: made by `images push` and `secrets init`, committed. */
export interface ClusterInputs {
  readonly images: ImageLock;
  readonly secrets: SecretManifest;
}

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
