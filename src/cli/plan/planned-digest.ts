import { desiredDigest } from '../../model/desired-state.js';
import type { ClusterChange } from '../../plan/cluster-change.js';

/** Of the desired state that the plan mounts in the reconciler; undefined if not all of it is there. */
export function plannedDigest({ after, services }: ClusterChange): string | undefined {
  const reconciler = after?.services.find(({ tier }) => tier === 'reconciler');
  const files = services.find(({ name }) => name === reconciler?.name)?.after?.files;
  if (!files) return undefined;
  const texts = [...files].flatMap(([path, { text }]) =>
    text === undefined ? [] : { path, text },
  );
  return texts.length === files.size ? desiredDigest(texts) : undefined;
}
