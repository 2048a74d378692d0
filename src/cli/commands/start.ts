import { join } from 'node:path';
import { labContext, type LabContext } from '../../../lab/context.js';
import { labPhase, labPhases } from '../../../lab/up.js';
import type { Phase } from '../../core/phase.js';
import { systemClock } from '../../live/system-clock.js';
import type { DeployResult } from '../../ops/deploy.js';
import { buildImages, pushImages } from '../../ops/images.js';
import type { VerifyReport } from '../../verify/check.js';
import { withOutput, type CliCommand } from '../command.js';
import { deployCluster } from '../deploy-cluster.js';
import { print, type OutputOptions } from '../output.js';
import { phaseView } from '../phase-views.js';
import { openCluster, type OpenCluster } from '../project.js';
import { type PhaseTiming, runPhases } from '../run-phases.js';
import { settledChecks } from '../settled-checks.js';
import { startText } from '../start-text.js';
import { makeSecrets } from './secrets.js';
import { clusterStatus } from './status.js';
import { verifyCluster } from './verify.js';
import type { ClusterView } from '../../model/cluster-view.js';

const LAB_CLUSTER = 'lab';
/** libpq password file of the lab's database owners. */
const LAB_PGPASS = '.lab/pgpass';

export interface StartResult {
  readonly view: ClusterView;
  readonly deploy: DeployResult;
  readonly verify: VerifyReport;
  readonly timings: readonly PhaseTiming[];
  /** Addresses clients connect to. */
  readonly hosts: readonly string[];
  readonly cluster: OpenCluster;
}

/** The main job on one machine: lab, images, secrets, apply, checks. */
export const startCommand: CliCommand = {
  addTo(program, signal) {
    const command = program
      .command('start')
      .summary('a highly available PostgreSQL on three Swarm hosts, on this machine')
      .description(
        'Brings up the lab, builds the images, makes the secrets, deploys config/clusters/lab.yaml ' +
          'and runs the checks. Run again with nothing changed, it changes nothing.',
      );
    withOutput(command, 'start').action(async (options: OutputOptions) => {
      const result = await start(signal);
      const { cluster, ...json } = result;
      print(options, { ...json, scope: cluster.config.scope }, () => startText(result));
      if (result.verify.failed > 0) process.exitCode = 5;
    });
  },
};

const title = {
  build: 'Build images',
  push: 'Push images',
  secrets: 'Secrets',
  deploy: 'Synth and apply',
  verify: 'Checks',
} as const;

async function start(signal: AbortSignal): Promise<StartResult> {
  const cluster = openCluster(LAB_CLUSTER);
  const lab = labContext(cluster.projectRoot);
  const hosts = lab.nodes.map(({ address }) => address);
  const options = { format: 'text' } as const;
  let deploy: DeployResult | undefined;
  let verify: VerifyReport | undefined;
  let view: ClusterView | undefined;

  const phases: Phase[] = [
    ...labPhases(lab),
    {
      title: title.build,
      needs: [labPhase.baseImage],
      run: async (report, phaseSignal) => {
        await buildImages({ engineHost: lab.engineHost(), report, signal: phaseSignal });
      },
    },
    pushPhase(lab, cluster),
    {
      title: title.secrets,
      needs: [labPhase.swarm],
      run: async (report) => {
        const pgpass = join(cluster.projectRoot, LAB_PGPASS);
        await makeSecrets(cluster, options, pgpass, report, hosts);
      },
    },
    {
      title: title.deploy,
      needs: [title.push, title.secrets, labPhase.provider],
      run: async (report, phaseSignal) => {
        deploy = await deployCluster(cluster, options, report, phaseSignal);
      },
    },
    {
      title: title.verify,
      needs: [title.deploy],
      run: async (report, phaseSignal) => {
        const check = () => verifyCluster(cluster, options, phaseSignal);
        verify = await settledChecks(check, systemClock, report);
        view = await clusterStatus(cluster, options, phaseSignal);
      },
    },
  ];
  const timings = await runPhases(phases, phaseView(phases), signal);
  if (!deploy || !verify || !view) throw new Error('a phase of start left no result');
  return { view, deploy, verify, timings, hosts, cluster };
}

function pushPhase(lab: LabContext, cluster: OpenCluster): Phase {
  return {
    title: title.push,
    needs: [title.build, labPhase.registry],
    run: async (report, signal) => {
      await pushImages({
        engineHost: lab.engineHost(),
        pushRegistry: lab.registry.pushHost,
        pullRegistry: lab.registry.pullHost,
        lockPath: join(cluster.projectRoot, cluster.paths.imageLock),
        report,
        signal,
      });
    },
  };
}
