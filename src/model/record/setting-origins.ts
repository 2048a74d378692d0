import type { ClusterConfig } from '../../../config/schema/cluster.js';
import type { ClusterModel } from '../cluster-model.js';
import { derivations } from '../derived-keys.js';
import type { Parameter } from '../parameter.js';
import type { ClusterRecord, RecordedSetting } from './cluster-record.js';
import { tunedFrom } from './tuned-from.js';

/** Who decided each value that is not simply the file's own or a default. */
export function settingOrigins(
  config: ClusterConfig,
  model: ClusterModel,
): ClusterRecord['settings'] {
  const parameters = model.patroni.parameters.map((parameter) => {
    const key = `postgresql.parameters.${parameter.name}`;
    return [key, parameterOrigin(parameter, key)] as const;
  });
  const derived = Object.entries(derivations).map(([key, { home, from, given }]) => {
    const origin: RecordedSetting =
      given(config) === undefined
        ? { home, by: 'derived', key, from: [from] }
        : { home, by: 'user', key };
    return [key, origin] as const;
  });
  const pools = model.pgbouncer.databases.map(
    ({ name }) => [`databases[${name}].pool_size`, POOL] as const,
  );
  return Object.fromEntries<RecordedSetting>([...parameters, ...derived, ...pools]);
}

/** Pools share `max_connections` unless the file gives their size; the list names all it may follow. */
const POOL: RecordedSetting = {
  home: 'pgbouncer',
  by: 'derived',
  key: 'databases[].pool_size',
  from: ['postgresql.parameters.max_connections', 'nodes', 'databases'],
};

function parameterOrigin({ name, origin }: Parameter, key: string): RecordedSetting {
  const home = 'cluster-wide';
  if (origin.by === 'user') return { home, by: 'user', key: origin.key };
  const from = tunedFrom(name);
  return {
    home,
    by: origin.by,
    key,
    because: origin.by === 'tuned' ? origin.formula : origin.reason,
    ...(from.length > 0 && { from: [...from] }),
  };
}
