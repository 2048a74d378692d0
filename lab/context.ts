import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '../src/core/phase.js';
import { readEngineRecord } from './engine-record.js';
import { labIsDown } from './problems.js';

/** One Swarm host of the lab: a container with a Docker engine of its own. */
export interface LabNode {
  /** Host name in the Swarm. */
  readonly name: string;
  /** Address on the lab's network. */
  readonly address: string;
  /** Name of the host's container, and of the volume that is its disk. */
  readonly container: string;
  /** Folder on this machine that the host sees as `/lab`. */
  readonly socketDirectory: string;
  /** The host's Docker API, reachable while its network is cut. */
  readonly socket: string;
}

/** Where everything of the lab lies. Fixed names and addresses: one lab per machine. */
export interface LabContext {
  readonly projectRoot: string;
  /** Generated and git-ignored. */
  readonly labDirectory: string;
  /** Holds sockets and the record of the engine; short, because a socket path has 107 characters. */
  readonly runDirectory: string;
  /** Shipped with the package: the host's image and the provider's module. */
  readonly assetDirectory: string;
  readonly network: { readonly name: string; readonly subnet: string; readonly gateway: string };
  readonly nodes: readonly [LabNode, LabNode, LabNode];
  readonly registry: {
    readonly container: string;
    readonly address: string;
    /** As the hosts pull: `172.31.77.5:5000`. */
    readonly pullHost: string;
    /** As this machine pushes: Docker trusts loopback addresses without TLS. */
    readonly pushHost: string;
  };
  /** Terraform's settings, written only where its registry cannot be reached. */
  readonly terraformRc: string;
  /** `DOCKER_HOST` of the engine that carries the lab. @throws UserError `LAB_DOWN` */
  engineHost(): string;
}

/** What a step of the lab gets from the command that runs it. */
export interface LabStep {
  readonly report: Report;
  readonly signal?: AbortSignal;
}

const RUN_DIRECTORY = '/run/patroni-swarm-lab';
const NETWORK = 'patroni-swarm-lab';

/** @param projectRoot - folder that holds `.lab/`, absolute */
export function labContext(projectRoot: string): LabContext {
  const labDirectory = join(projectRoot, '.lab');
  return {
    projectRoot,
    labDirectory,
    runDirectory: RUN_DIRECTORY,
    assetDirectory: join(packageRoot(), 'lab'),
    network: { name: NETWORK, subnet: '172.31.77.0/24', gateway: '172.31.77.1' },
    nodes: [labNode(1), labNode(2), labNode(3)],
    registry: {
      container: `${NETWORK}-registry`,
      address: '172.31.77.5',
      pullHost: '172.31.77.5:5000',
      pushHost: '127.0.0.1:5077',
    },
    terraformRc: join(labDirectory, 'terraform.rc'),
    engineHost: () => {
      const record = readEngineRecord(RUN_DIRECTORY);
      if (!record) throw labIsDown();
      return record.host;
    },
  };
}

function labNode(number: number): LabNode {
  const name = `node-${number}`;
  return {
    name,
    address: `172.31.77.${10 + number}`,
    container: `${NETWORK}-${name}`,
    socketDirectory: join(RUN_DIRECTORY, name),
    socket: join(RUN_DIRECTORY, `${name}.sock`),
  };
}

/** Sources and compiled files lie at different depths below the package. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
