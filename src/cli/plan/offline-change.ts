import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { shortDigest } from '../../core/digest.js';
import type { ClusterModel } from '../../model/cluster-model.js';
import { makeRecord } from '../../model/record/make-record.js';
import { resolveCluster } from '../../model/resolve-cluster.js';
import type { ChangeAction, ClusterChange, ResourceChange } from '../../plan/cluster-change.js';
import { modelServices, type ModelService } from './model-services.js';

/**
 * The change from one cluster file to another, with no cluster and no Terraform: both are resolved
 * and rendered, and compared as a plan would be.
 *
 * Images and secrets that the files do not name are taken as they are.
 */
export function offlineChange(before: ClusterConfig, after: ClusterConfig): ClusterChange {
  const [was, is] = [resolveCluster(before), resolveCluster(after)];
  const services = { before: modelServices(was), after: modelServices(is) };
  const networks = networkChanges(was, is);
  const replaced = new Set(
    networks.filter(({ action }) => action === 'replace').map(({ name }) => name),
  );
  const names = [...new Set([...services.before.keys(), ...services.after.keys()])].sort();
  return {
    scope: after.scope,
    before: makeRecord(before, was),
    after: makeRecord(after, is),
    services: names.map((name) => {
      const old = services.before.get(name);
      const now = services.after.get(name);
      return {
        address: `docker_service.${name}`,
        type: 'docker_service',
        name,
        ...actionOf(old, now, replaced),
        ...(old && { before: old.side }),
        ...(now && { after: now.side }),
      };
    }),
    resources: networks,
    foreign: [],
    lost: [],
    drifted: [],
  };
}

function actionOf(
  before: ModelService | undefined,
  after: ModelService | undefined,
  replaced: ReadonlySet<string>,
): { action: ChangeAction; reason?: string } {
  if (!before) return { action: 'create' };
  if (!after) return { action: 'delete' };
  if (after.networks.some((name) => replaced.has(name))) {
    return { action: 'replace', reason: 'replace_by_triggers' };
  }
  return { action: fingerprint(before) === fingerprint(after) ? 'keep' : 'update' };
}

function fingerprint({ side }: ModelService): string {
  const { fields, files, image, secrets, volumes } = side;
  const names = [...files].map(([path, { configName }]) => [path, configName]);
  return shortDigest(JSON.stringify([[...fields], names, image, [...secrets], [...volumes]]));
}

/** A network cannot be changed: another subnet is another network. */
function networkChanges(before: ClusterModel, after: ClusterModel): ResourceChange[] {
  const pairs = (['data', 'dcs'] as const).map((kind) => ({
    old: before.networks[kind],
    now: after.networks[kind],
  }));
  return pairs.flatMap(({ now, old }): ResourceChange[] => {
    const base = { type: 'docker_network' };
    const at = (name: string) => ({ ...base, address: `docker_network.${name}`, name });
    if (old.name !== now.name) {
      return [
        { ...at(old.name), action: 'delete' },
        { ...at(now.name), action: 'create' },
      ];
    }
    return [{ ...at(now.name), action: old.subnet === now.subnet ? 'keep' : 'replace' }];
  });
}
