import { clusterSilent } from '../live/cluster-silent.js';
import type { EtcdStore } from '../live/etcd.js';
import { errorText } from '../live/http.js';
import type { PatroniAt } from '../live/patroni-rest.js';
import { readCluster, readConfig } from '../live/read-cluster.js';
import { withSql, type SqlConnect, type SqlSession, type SqlTarget } from '../live/sql.js';
import type { Topology } from '../model/desired-state.js';
import { loginRoles } from '../model/login-roles.js';
import type { PostgresSecret } from '../model/secret-contents.js';
import { runningLeader } from '../model/up-criteria.js';
import { readMemory } from '../reconciler/journal.js';
import { readMemberSettings } from '../reconciler/member-settings.js';
import type { ExtensionFacts, LiveFacts, MemberFacts, ObjectFacts } from './live-facts.js';

export interface FactTools {
  readonly topology: Topology;
  readonly patroniAt: PatroniAt;
  readonly connect: SqlConnect;
  readonly store: EtcdStore;
  readonly postgres: PostgresSecret;
}

const READ_DATABASES = `
  SELECT d.datname AS name, r.rolname AS owner FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
  WHERE NOT d.datistemplate AND d.datname <> 'postgres' ORDER BY 1`;

const READ_ROLES = `
  SELECT rolname AS name FROM pg_roles
  WHERE rolname !~ '^pg_' AND rolname <> ALL($1) ORDER BY 1`;

const COUNT_CLIENTS = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

const READ_EXTENSIONS = `
  SELECT extname AS name, extversion AS version FROM pg_extension
  WHERE extname <> 'plpgsql' ORDER BY 1`;

/**
 * Reads DCS, every server's settings, and what exists inside PostgreSQL; changes nothing.
 *
 * @throws UserError `CLUSTER_SILENT` if no member answers: nothing can be compared then
 */
export async function readLiveFacts(tools: FactTools): Promise<LiveFacts> {
  const { topology, patroniAt, store } = tools;
  const services = topology.patroni.members.map(({ service }) => service);
  const [config, cluster, { applied, journal }] = await Promise.all([
    readConfig(patroniAt, services),
    readCluster(patroniAt, services),
    readMemory(store, topology.scope, ''),
  ]).catch((error: unknown) => {
    throw clusterSilent(topology.scope, error);
  });
  const unseen: string[] = [];
  const unlessSilent = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      unseen.push(`${what}: ${errorText(error)}`);
      return undefined;
    }
  };
  const members = await Promise.all(
    topology.patroni.members.map(async ({ node, service }): Promise<MemberFacts> => {
      const settings = await unlessSilent(node, () =>
        withSql(tools.connect, superuserAt(tools, service), (session) =>
          readMemberSettings(session, config),
        ),
      );
      return { name: node, ...(settings && { settings }) };
    }),
  );
  const objects = await unlessSilent('databases and roles', () =>
    readObjects(tools, runningLeader(cluster.members)?.name),
  );
  return {
    config,
    memory: { applied, journal },
    members,
    ...(objects && { objects }),
    unseen: unseen.sort(),
  };
}

async function readObjects(tools: FactTools, leader: string | undefined): Promise<ObjectFacts> {
  const { patroni, databases: declared } = tools.topology;
  const leading = patroni.members.find(({ node }) => node === leader);
  if (!leading) throw new Error('nobody leads');
  const at = <T>(database: string, work: (session: SqlSession) => Promise<T>): Promise<T> =>
    withSql(tools.connect, superuserAt(tools, leading.service, database), work);
  const [databases, roles, clients] = await at('postgres', async (session) => [
    (await session.query(READ_DATABASES)) as unknown as ObjectFacts['databases'],
    await session.query(READ_ROLES, [Object.values(loginRoles)]),
    await session.query(COUNT_CLIENTS),
  ]);
  const present = declared.filter(({ name }) => databases.some((one) => one.name === name));
  const extensions: Record<string, readonly ExtensionFacts[]> = {};
  for (const { name } of present) {
    const rows = await at(name, (session) => session.query(READ_EXTENSIONS));
    extensions[name] = rows as unknown as ExtensionFacts[];
  }
  return {
    databases,
    roles: roles.map(({ name }) => String(name)),
    clientConnections: Number(clients[0]?.['count']),
    extensions,
  };
}

function superuserAt(
  { postgres, topology }: FactTools,
  host: string,
  database = 'postgres',
): SqlTarget {
  return { host, port: topology.patroni.postgresPort, database, ...postgres.superuser };
}
