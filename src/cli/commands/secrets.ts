import { join } from 'node:path';
import type { Report } from '../../core/phase.js';
import { UserError } from '../../core/problem.js';
import { readSecretManifest } from '../../ops/secret-manifest-file.js';
import { checkSecrets } from '../../ops/secrets-check.js';
import { initSecrets, type SecretsInitResult } from '../../ops/secrets-init.js';
import {
  CLUSTER_ARGUMENT,
  CLUSTER_HELP,
  type CliCommand,
  type ManagerOptions,
  withManager,
  withOutput,
} from '../command.js';
import { columns } from '../format.js';
import { connect } from '../operate.js';
import { print, wantsJson } from '../output.js';
import { openCluster, type OpenCluster } from '../project.js';

interface InitOptions extends ManagerOptions {
  readonly pgpass?: string;
}

/** Names and generations of a cluster's secrets, never values. */
export const secretsCommand: CliCommand = {
  addTo(program) {
    const group = program.command('secrets').summary('make and check the secrets of a cluster');
    const init = group
      .command('init')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('make the secrets in the Swarm and the file that names them')
      .description(
        'Makes every password, stores it in the Swarm and nowhere else, and writes the secrets file ' +
          '(names, generations, ids: commit it). What exists is kept.',
      )
      .option(
        '--pgpass <file>',
        'also write the passwords of owners and roles as a libpq password file, mode 0600; ' +
          'possible only when they are made',
      );
    withManager(withOutput(init, 'secrets init orders --pgpass ~/.pgpass-orders')).action(runInit);
    const check = group
      .command('check')
      .argument(CLUSTER_ARGUMENT, CLUSTER_HELP)
      .summary('compare the secrets file with the Swarm')
      .description('Lists every secret and whether the Swarm has it. Exit code 1 if not.');
    withManager(withOutput(check, 'secrets check orders')).action(runCheck);
  },
};

async function runInit(name: string | undefined, options: InitOptions): Promise<void> {
  const cluster = openCluster(name);
  const pgpass = options.pgpass;
  const result = await makeSecrets(cluster, options, pgpass, (line) => {
    process.stderr.write(`${line}\n`);
  });
  print(
    options,
    result,
    ({ secrets, manifest }) => `secrets ${secrets}, ${cluster.paths.secretManifest} ${manifest}`,
  );
}

/** Makes what is missing; see `secrets init`. */
export async function makeSecrets(
  cluster: OpenCluster,
  options: ManagerOptions,
  pgpassFile: string | undefined,
  report: Report,
  hosts: readonly string[] = cluster.model.patroni.members.map(({ hostname }) => hostname),
): Promise<SecretsInitResult> {
  const { swarm } = await connect(cluster, options);
  const { databases, roles: listed } = cluster.model.reconciler;
  const logins = listed.filter(({ login }) => login).map(({ name }) => name);
  const roles = [...new Set([...databases.map(({ owner }) => owner), ...logins])];
  try {
    return await initSecrets(
      {
        swarm,
        clusterScope: cluster.model.clusterScope,
        cluster: cluster.name,
        manifestFile: join(cluster.projectRoot, cluster.paths.secretManifest),
        pgpass: pgpassFile === undefined ? undefined : { file: pgpassFile, hosts, roles },
        replaceLost: cluster.model.lab,
      },
      report,
    );
  } finally {
    swarm.close();
  }
}

async function runCheck(name: string | undefined, options: ManagerOptions): Promise<void> {
  const cluster = openCluster(name);
  const { swarm } = await connect(cluster, options);
  try {
    const manifest = readSecretManifest(join(cluster.projectRoot, cluster.paths.secretManifest));
    const report = await checkSecrets(swarm, cluster.model.clusterScope, cluster.name, manifest);
    if (report.problems.length > 0 && !wantsJson(options)) throw new UserError(report.problems);
    print(options, report, ({ secrets }) =>
      columns([
        ['SECRET', 'NAME', 'GENERATION', 'STATE'],
        ...secrets.map((row) => [row.secret, row.name, `${row.generation}`, row.state]),
      ]),
    );
    if (report.problems.length > 0) process.exitCode = 1;
  } finally {
    swarm.close();
  }
}
