import type { ConfigTree } from '../reconciler/config-tree.js';
import type { SettingsMemory } from '../reconciler/journal.js';
import type { MemberSettings } from '../reconciler/member-settings.js';

/** What the live cluster says of itself; read inside it, compared at the workstation. */
export interface LiveFacts {
  /** Dynamic configuration in the DCS. */
  readonly config: ConfigTree;
  /** What the reconciler reached last: tells somebody's change from one of the file. */
  readonly memory: Pick<SettingsMemory, 'applied' | 'journal'>;
  /** One per member of the topology. */
  readonly members: readonly MemberFacts[];
  /** What exists inside PostgreSQL; undefined while nobody leads. */
  readonly objects?: ObjectFacts;
  /** Why something could not be read. */
  readonly unseen: readonly string[];
}

export interface MemberFacts {
  readonly name: string;
  /** Undefined if it does not answer. */
  readonly settings?: MemberSettings;
}

/** PostgreSQL's own databases and roles and those of every cluster are left out. */
export interface ObjectFacts {
  readonly databases: readonly { readonly name: string; readonly owner: string }[];
  readonly roles: readonly string[];
  /** Of clients to the leader. */
  readonly clientConnections: number;
  /** By database, of those in the cluster file that exist. */
  readonly extensions: Readonly<Record<string, readonly ExtensionFacts[]>>;
}

export interface ExtensionFacts {
  readonly name: string;
  readonly version: string;
}
