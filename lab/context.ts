import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '../src/core/phase.js';
import { readEngineRecord } from './engine-record.js';
import { labIsDown, labNumberInvalid } from './problems.js';

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

/** Where everything of the lab lies. Names and addresses are fixed by the lab's number. */
export interface LabContext {
  readonly projectRoot: string;
  /** 1 unless there are several labs on this machine. */
  readonly number: number;
  /** Generated and git-ignored. */
  readonly labDirectory: string;
  /** Holds sockets and the record of the engine; short, because a socket path has 107 characters. */
  readonly runDirectory: string;
  /** Shipped with the package: the host's image and the provider's module. */
  readonly assetDirectory: string;
  readonly network: {
    readonly name: string;
    readonly subnet: string;
    readonly gateway: string;
    /** Its interface on this machine; the kernel allows 15 characters. */
    readonly bridge: string;
  };
  /** All managers of one Swarm. */
  readonly nodes: readonly [LabNode, LabNode, LabNode, ...LabNode[]];
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

const LAB = 'patroni-swarm-lab';

/** What `npm start` brings up, and what `lab up --hosts` can. */
export const LAB_HOSTS = { usual: 3, most: 5 } as const;

/**
 * One lab per machine, unless `PATRONI_SWARM_LAB` (2 to 9) says which of several a command means.
 *
 * @param projectRoot - folder that holds `.lab/`, absolute
 * @param hosts - how many of its hosts are meant
 */
export function labContext(
  projectRoot: string,
  number = labNumber(),
  hosts: number = LAB_HOSTS.usual,
): LabContext {
  const labDirectory = join(projectRoot, '.lab');
  const name = number === 1 ? LAB : `${LAB}-${number}`;
  const runDirectory = join('/run', name);
  const prefix = `172.31.${76 + number}`;
  const node = (position: number): LabNode => ({
    name: `node-${position}`,
    address: `${prefix}.${10 + position}`,
    container: `${name}-node-${position}`,
    socketDirectory: join(runDirectory, `node-${position}`),
    socket: join(runDirectory, `node-${position}.sock`),
  });
  return {
    projectRoot,
    number,
    labDirectory,
    runDirectory,
    assetDirectory: join(packageRoot(), 'lab'),
    network: {
      name,
      subnet: `${prefix}.0/24`,
      gateway: `${prefix}.1`,
      bridge: `pslab-${number}`,
    },
    nodes: [
      node(1),
      node(2),
      node(3),
      ...Array.from({ length: hosts - LAB_HOSTS.usual }, (_, index) => node(index + 4)),
    ],
    registry: {
      container: `${name}-registry`,
      address: `${prefix}.5`,
      pullHost: `${prefix}.5:5000`,
      pushHost: `127.0.0.1:${5076 + number}`,
    },
    terraformRc: join(labDirectory, 'terraform.rc'),
    engineHost: () => {
      const record = readEngineRecord(runDirectory);
      if (!record) throw labIsDown();
      return record.host;
    },
  };
}

/** The same lab with all the hosts it may have, for what must miss none. */
export function everyHost({ projectRoot, number }: LabContext): LabContext {
  return labContext(projectRoot, number, LAB_HOSTS.most);
}

/** An endpoint as the lab's cluster file gives it, on the lab that this command means. */
export function onThisLab(endpoint: string, { runDirectory }: LabContext): string {
  return endpoint.replace(`/run/${LAB}/`, `${runDirectory}/`);
}

function labNumber(): number {
  const given = process.env['PATRONI_SWARM_LAB'] ?? '1';
  if (!/^[1-9]$/.test(given)) throw labNumberInvalid(given);
  return Number(given);
}

/** Sources and compiled files lie at different depths below the package. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
