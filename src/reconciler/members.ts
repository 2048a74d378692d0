import { errorText } from '../live/http.js';
import type { PatroniMemberState } from '../live/patroni-rest.js';
import { withSql, type SqlConnect, type SqlTarget } from '../live/sql.js';
import type { Topology } from '../model/desired-state.js';
import type { PostgresSecret } from '../model/secret-contents.js';
import type { RestartMember } from '../model/restart-order.js';
import { isSyncStandby } from '../model/up-criteria.js';
import type { ConfigTree } from './config-tree.js';
import { readMemberSettings, type MemberSettings } from './member-settings.js';

/** A member that can be asked, with what its server says. */
export interface SeenMember {
  readonly state: PatroniMemberState;
  readonly settings: MemberSettings;
}

const SESSION_SETTINGS = { search_path: 'pg_catalog' };

/** A server that does not come up with the values it has. */
export const BROKEN_STATES: readonly string[] = ['start failed', 'crashed'];

export function isUp({ role, state }: PatroniMemberState): boolean {
  return role === 'leader' ? state === 'running' : state === 'streaming';
}

/**
 * Asks the server of every member that is up.
 *
 * @param former - parameters that were set before the change at hand
 * @throws Error that names the member, if one of them does not answer: it may just be dying
 */
export async function readMembers(
  { connect, postgres }: { readonly connect: SqlConnect; readonly postgres: PostgresSecret },
  members: readonly PatroniMemberState[],
  config: ConfigTree,
  former: readonly string[],
): Promise<SeenMember[]> {
  return Promise.all(
    members.filter(isUp).map(async (state) => {
      try {
        const settings = await withSql(connect, superuserAt(state, postgres), (session) =>
          readMemberSettings(session, config, former),
        );
        return { state, settings };
      } catch (error) {
        throw new Error(`${state.name}: ${errorText(error)}`, { cause: error });
      }
    }),
  );
}

/** The superuser on a member's own server. */
export function superuserAt(
  { host, name, port = 5432 }: PatroniMemberState,
  { superuser: { username, password } }: PostgresSecret,
): SqlTarget {
  const settings = SESSION_SETTINGS;
  return { host: host ?? name, port, database: 'postgres', username, password, settings };
}

/** As the order of restarts reads them. */
export function toRestartMember({ state, settings }: SeenMember): RestartMember {
  const standby = isSyncStandby(state) ? 'sync standby' : 'replica';
  const role = state.role === 'leader' ? 'primary' : standby;
  return { name: state.name, role, up: true, pending: settings.pending };
}

/** Host of a member's REST interface. */
export function serviceOf({ patroni }: Topology, name: string): string {
  return patroni.members.find(({ node }) => node === name)?.service ?? name;
}
