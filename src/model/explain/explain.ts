import { positionsOf } from '../../../config/load.js';
import { settingRows } from '../../../config/setting-rows.js';
import { clusterSchema, type ClusterConfig } from '../../../config/schema/cluster.js';
import { nearest } from '../../../config/words.js';
import { UserError } from '../../core/problem.js';
import { availabilityBound, availabilityLines } from '../availability-bound.js';
import { settingsOf } from '../catalogue/catalogue.js';
import type { ClusterModel } from '../cluster-model.js';
import { explainKey } from './explain-key.js';
import { explainMemory } from './explain-memory.js';
import { explainParameter } from './explain-parameter.js';
import type { Explanation } from './explanation.js';

/**
 * Says which value a key has, who decided it, and what changing it costs.
 *
 * @param key - a PostgreSQL parameter, a key path of the cluster file, or `memory`
 * @throws UserError `KEY_UNKNOWN` with the nearest name
 */
export function explain(config: ClusterConfig, model: ClusterModel, key: string): Explanation {
  const positions = positionsOf(config);
  if (key === 'memory') return explainMemory(config);
  const found =
    explainParameter(model, positions, key) ?? explainKey(config, model, positions, key);
  if (!found) throw unknownKey(config, key);
  if (!key.startsWith('availability')) return found;
  return { ...found, details: availabilityLines(availabilityBound(config)) };
}

function unknownKey({ postgresql }: ClusterConfig, key: string): UserError {
  const keys = settingRows(clusterSchema).map(({ keyPath }) => keyPath);
  const meant = nearest(key, [...settingsOf(postgresql.version).keys(), ...keys]);
  return new UserError([
    {
      code: 'KEY_UNKNOWN',
      at: 'KEY',
      got: key,
      need: `a parameter of PostgreSQL ${postgresql.version}, a key of the cluster file, or memory`,
      fix: meant === undefined ? 'see docs/settings.md' : `write ${meant}`,
    },
  ]);
}
