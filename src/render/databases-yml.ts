import type { ReconcilerModel, RoleModel } from '../model/reconciler-model.js';
import type { DesiredDatabases } from '../model/desired-state.js';
import { paths } from '../model/paths.js';
import type { RenderedFile } from './rendered-file.js';
import { yamlFile } from './yaml-file.js';

/** Renders what exists inside PostgreSQL. */
export function renderDatabasesYml(reconciler: ReconcilerModel): RenderedFile {
  const desired: DesiredDatabases = {
    format: 1,
    databases: reconciler.databases.map((database) => ({
      ...database,
      extensions: [...database.extensions],
    })),
    ...(reconciler.roles.length > 0 && { roles: reconciler.roles.map(role) }),
  };
  return yamlFile(paths.desiredDatabases, reconciler.clusterScope, desired);
}

function role({
  memberOf,
  connect,
  ...rest
}: RoleModel): NonNullable<DesiredDatabases['roles']>[number] {
  return { ...rest, memberOf: [...memberOf], connect: [...connect] };
}
