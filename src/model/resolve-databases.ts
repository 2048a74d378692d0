import type { ClusterConfig } from '../../config/schema/cluster.js';
import type { BornWith, DatabaseModel, ExtensionOptions, RoleModel } from './reconciler-model.js';
import { userText } from './tuning-basis.js';

/** Databases as the reconciler keeps them, sorted by name; what the file leaves out is left out. */
export function resolveDatabases({ databases }: Pick<ClusterConfig, 'databases'>): DatabaseModel[] {
  return databases
    .map(({ name, owner, extensions, connection_limit, parameters, ...rest }) => ({
      name,
      owner,
      ...bornWith(rest),
      extensions: extensions.map(extensionName).sort(),
      ...extensionOptions(extensions),
      ...(connection_limit !== undefined && { connectionLimit: connection_limit }),
      ...(Object.keys(parameters).length > 0 && { parameters: texts(parameters) }),
    }))
    .sort(byName);
}

type DatabaseConfig = ClusterConfig['databases'][number];
type ExtensionConfig = DatabaseConfig['extensions'][number];

/** Only what the file says: another key would change the file the reconciler has mounted. */
function bornWith(
  database: Omit<DatabaseConfig, 'name' | 'owner' | 'extensions' | 'parameters'>,
): BornWith {
  const all: BornWith = {
    encoding: database.encoding,
    locale: database.locale,
    localeProvider: database.locale_provider,
    icuLocale: database.icu_locale,
    builtinLocale: database.builtin_locale,
    template: database.template,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The name of an entry of `extensions`, whichever of its two forms it has. */
export function extensionName(extension: ExtensionConfig): string {
  return typeof extension === 'string' ? extension : extension.name;
}

function extensionOptions(
  extensions: readonly ExtensionConfig[],
): Pick<DatabaseModel, 'extensionOptions'> {
  const given = extensions
    .flatMap((one): [string, ExtensionOptions][] => {
      if (typeof one === 'string') return [];
      const { name, ...options } = one;
      return Object.keys(options).length > 0 ? [[name, options]] : [];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return given.length > 0 ? { extensionOptions: Object.fromEntries(given) } : {};
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
