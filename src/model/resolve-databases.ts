import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { DatabaseModel, RoleModel } from './reconciler-model.js';
import { userText } from './tuning-basis.js';

/** Databases as the reconciler keeps them, sorted by name; what the file leaves out is left out. */
export function resolveDatabases({ databases }: Pick<ClusterConfig, 'databases'>): DatabaseModel[] {
  return databases
    .map(({ name, owner, extensions, connection_limit, parameters }) => ({
      name,
      owner,
      extensions: [...extensions].sort(),
      ...(connection_limit !== undefined && { connectionLimit: connection_limit }),
      ...(Object.keys(parameters).length > 0 && { parameters: texts(parameters) }),
    }))
    .sort(byName);
}

/** Roles as the reconciler keeps them, sorted by name. */
export function resolveRoles({ roles }: Pick<ClusterConfig, 'roles'>): RoleModel[] {
  return roles
    .map(({ name, login, connection_limit, valid_until, member_of, connect, parameters }) => ({
      name,
      login,
      ...(connection_limit !== undefined && { connectionLimit: connection_limit }),
      ...(valid_until !== undefined && { validUntil: valid_until }),
      memberOf: sortedOnce(member_of),
      connect: sortedOnce(connect),
      parameters: texts(parameters),
    }))
    .sort(byName);
}

function texts(user: ClusterConfig['roles'][number]['parameters']): Record<string, string> {
  const names = Object.keys(user).sort();
  return Object.fromEntries(names.map((name) => [name, userText({ user }, name) ?? '']));
}

function sortedOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
