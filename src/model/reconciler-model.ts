import type { LogDriver } from './resolve-log.js';
import type { HealthProbe, TaskResources } from './service-model.js';

/** What a database is born with and keeps; what is missing is as in the template. */
export interface BornWith {
  readonly encoding?: string | undefined;
  readonly locale?: string | undefined;
  readonly localeProvider?: 'libc' | 'icu' | 'builtin' | undefined;
  readonly icuLocale?: string | undefined;
  readonly builtinLocale?: string | undefined;
  readonly template?: 'template0' | 'template1' | undefined;
}

export interface ExtensionOptions {
  readonly schema?: string | undefined;
  readonly version?: string | undefined;
}

export interface DatabaseModel extends BornWith {
  readonly name: string;
  readonly owner: string;
  /** Names, sorted. */
  readonly extensions: readonly string[];
  /** By extension, sorted; only those that have any. */
  readonly extensionOptions?: Readonly<Record<string, ExtensionOptions>>;
  readonly connectionLimit?: number;
  /** Parameters of its sessions, sorted by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A role that is kept exactly so; lists are sorted. */
export interface RoleModel {
  readonly name: string;
  readonly login: boolean;
  readonly connectionLimit?: number;
  /** Day in UTC, such as `2027-01-31`, at whose beginning the password ends. */
  readonly validUntil?: string;
  readonly memberOf: readonly string[];
  /** Databases it may connect to besides those it owns. */
  readonly connect: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

export interface ReconcilerModel {
  readonly clusterScope: string;
  readonly serviceName: string;
  /** Sorted by name. */
  readonly databases: readonly DatabaseModel[];
  /** Sorted by name. */
  readonly roles: readonly RoleModel[];
  /** What becomes of settings that somebody else changed. */
  readonly drift: 'report' | 'correct';
  readonly statusPort: number;
  readonly stopGraceMs: number;
  /** The reconciler gives up and exits non-zero after this long. */
  readonly deadlineMs: number;
  readonly probe: HealthProbe;
  readonly resources: TaskResources;
  readonly constraints: readonly string[];
  readonly logDriver: LogDriver;
}
