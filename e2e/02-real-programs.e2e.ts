import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { paths } from '../src/model/paths.js';
import { ports } from '../src/model/ports.js';
import { STATS_USERLIST } from '../src/model/secret-contents.js';
import { cliMust } from './support/cli.js';
import {
  type ContainerSpec,
  type ImageContainer,
  runInImage,
  withContainer,
  withNetwork,
} from './support/image-container.js';
import { resultDirectory } from './support/lab-hosts.js';
import { waitUntil } from './support/wait.js';

/** Stands in for the secrets, which are no rendered files. */
const PATRONI_SECRETS = `
restapi: { authentication: { username: patroni, password: stand-in } }
postgresql:
  authentication:
    superuser: { username: postgres, password: stand-in }
    replication: { username: replicator, password: stand-in }
    rewind: { username: rewinder, password: stand-in }
`;
const STATS = `userlist ${STATS_USERLIST}\n  user stats password $5$stand$in\n`;

/** Patroni's validator is behind its own quorum mode, in 4.0 as in 4.1; the program takes it. */
const QUORUM_NOT_KNOWN = 'bootstrap.dcs.synchronous_mode quorum is not a boolean';
/** Says something of the machine the test runs on, nothing of the file. */
const FEWER_CPUS = /\[(NOTICE|WARNING)\] .*(haproxy version|executable is|running on a total of)/;
/** Our own program, which chooses the pools that PgBouncer starts with. */
const AGENT = '{"time":';

interface Rendered {
  readonly cluster: string;
  readonly file: string;
  readonly patroniSays: readonly string[];
}

/** Each of these is rendered whole, and every program of the images reads its files. */
const clusters: Rendered[] = [
  { cluster: 'lab', file: 'config/clusters/lab.yaml', patroniSays: [] },
  { cluster: 'production', file: 'config/clusters/production.yaml', patroniSays: [] },
  {
    cluster: 'every key',
    file: 'test/fixtures/valid/every-key.yaml',
    patroniSays: [QUORUM_NOT_KNOWN],
  },
];

describe.each(clusters)('$cluster', ({ cluster, file, patroniSays }) => {
  const folder = join(resultDirectory, 'rendered', cluster);
  const rendered = (path: string) => readFileSync(join(folder, path), 'utf8');
  const nodesOf = (tier: 'etcd' | 'patroni') =>
    (
      parse(rendered('reconciler/topology.yml')) as Record<
        typeof tier,
        { members: { node: string }[] }
      >
    )[tier].members.map(({ node }) => node);

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cliMust(['render', file, '--directory', folder]);
  });

  test('haproxy -c has no warning', async () => {
    const { code, output } = await runInImage({
      tier: 'haproxy',
      files: {
        [paths.haproxyCfg]: rendered('haproxy/haproxy.cfg'),
        [paths.haproxyStatsCfg]: STATS,
      },
      command: ['haproxy', '-c', '-f', paths.haproxyCfg, '-f', paths.haproxyStatsCfg],
    });
    const said = linesOf(output).filter((line) => !FEWER_CPUS.test(line));
    expect({ code, said: said.filter((line) => line !== 'Warnings were found.') }).toEqual({
      code: 0,
      said: [],
    });
  });

  test('PgBouncer starts without a warning', async () => {
    const spec: ContainerSpec = {
      tier: 'pgbouncer',
      files: {
        [paths.pgbouncerIni]: rendered('pgbouncer/pgbouncer.ini'),
        [paths.userlist]: '"pgbouncer_auth" "stand-in"\n',
      },
    };
    await withContainer(spec, async ({ logs }) => {
      await waitUntil('PgBouncer is up', 20, async () =>
        / process up: /.test(await logs()) ? undefined : await logs(),
      );
      const said = linesOf(await logs()).filter((line) => !line.startsWith(AGENT));
      expect(said.filter((line) => !/ (LOG|DEBUG|NOISE) /.test(line))).toEqual([]);
    });
  });

  test('etcd forms a cluster without a warning, and patroni --validate-config finds it', async () => {
    const etcdConf = (node: string) => rendered(`etcd/${node}/etcd.conf`);
    await withNetwork(async (network) => {
      const specs = nodesOf('etcd').map((node): ContainerSpec => {
        const { 'advertise-client-urls': url } = parse(etcdConf(node)) as Record<string, string>;
        return {
          tier: 'etcd',
          files: { [paths.etcdConf]: etcdConf(node) },
          command: ['etcd', '--config-file', paths.etcdConf],
          options: ['--network', network, '--network-alias', new URL(url ?? '').hostname],
        };
      });
      await withContainers(specs, async (members) => {
        for (const { exec, logs } of members) {
          const health = [paths.httpProbe, String(ports.etcdMetrics), '/health'];
          await waitUntil('etcd is healthy', 30, async () =>
            (await exec(health)).code === 0 ? undefined : await logs(),
          );
        }
        for (const { logs } of members) expect(warningsOf(await logs())).toEqual([]);

        for (const node of nodesOf('patroni')) {
          const { output } = await runInImage({
            tier: 'patroni',
            files: {
              [paths.patroniYml]: rendered(`patroni/${node}/patroni.yml`),
              [paths.bootstrapYml]: rendered('patroni/bootstrap.yml'),
              [paths.patroniSecrets]: PATRONI_SECRETS,
            },
            command: ['patroni', '--validate-config', paths.patroniDirectory],
            options: ['--network', network],
          });
          expect(linesOf(output), node).toEqual(patroniSays);
        }
      });
    });
  });
});

/** Starts one after another, and removes all whatever happens. */
async function withContainers(
  [spec, ...rest]: readonly ContainerSpec[],
  use: (containers: readonly ImageContainer[]) => Promise<void>,
): Promise<void> {
  if (!spec) return use([]);
  return withContainer(spec, (first) => withContainers(rest, (others) => use([first, ...others])));
}

function linesOf(output: string): string[] {
  return output.split('\n').filter((line) => line.trim() !== '');
}

/** What a member says while the others still start, and on a slow disk. */
const WHILE_STARTING = /peer|failed to get version|health|took too long|stream|leader/;

/** Messages of a JSON log that are more than information and not about the moment. */
function warningsOf(log: string): string[] {
  return linesOf(log)
    .map((line) => JSON.parse(line) as { level: string; msg: string })
    .filter(({ level }) => !['debug', 'info'].includes(level))
    .map(({ msg }) => msg)
    .filter((msg) => !WHILE_STARTING.test(msg));
}
