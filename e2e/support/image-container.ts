import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tier } from '../../src/model/cluster-model.js';
import { dockerOn, lab, projectRoot, resultDirectory } from './lab-hosts.js';
import { told, type Ran } from './shell.js';

/** A container of one tier's image with files of ours in it, on the lab's first host. */
export interface ImageContainer {
  readonly name: string;
  /** Standard output and error of its program so far, in one text. */
  readonly logs: () => Promise<string>;
  /** Runs a program in it; a failure is an exit code. */
  readonly exec: (command: readonly string[]) => Promise<Ran>;
}

export interface ContainerSpec {
  readonly tier: Tier;
  /** Text by absolute path in the container. */
  readonly files: Readonly<Record<string, string>>;
  /** @default - the command of the image */
  readonly command?: readonly string[];
  /** Further arguments of `docker create`. */
  readonly options?: readonly string[];
}

const host = lab.nodes[0];
let count = 0;

/** Starts a container for `use` and removes it, whatever happens. */
export async function withContainer<T>(
  spec: ContainerSpec,
  use: (container: ImageContainer) => Promise<T>,
): Promise<T> {
  const name = `e2e-${spec.tier}-${process.pid}-${(count += 1)}`;
  try {
    await create(name, spec);
    await docker(['start', name]);
    return await use({
      name,
      logs: () => logsOf(name),
      exec: (command) => dockerOn(host, ['exec', name, ...command]),
    });
  } finally {
    await dockerOn(host, ['rm', '--force', '--volumes', name]);
  }
}

/** Runs a program in a container of a tier's image to its end. */
export async function runInImage(spec: ContainerSpec): Promise<{ code: number; output: string }> {
  return withContainer(spec, async ({ name, logs }) => {
    const { stdout } = await docker(['wait', name]);
    return { code: Number(stdout), output: await logs() };
  });
}

/** A network on the first host, for containers that must find each other by name. */
export async function withNetwork<T>(use: (network: string) => Promise<T>): Promise<T> {
  const network = `e2e-${process.pid}`;
  await docker(['network', 'create', network]);
  try {
    return await use(network);
  } finally {
    await dockerOn(host, ['network', 'rm', network]);
  }
}

async function create(name: string, spec: ContainerSpec): Promise<void> {
  const { options = [], command = [] } = spec;
  await docker(['create', '--name', name, ...options, imageOf(spec.tier), ...command]);
  mkdirSync(resultDirectory, { recursive: true });
  const folder = mkdtempSync(join(resultDirectory, 'container-'));
  try {
    for (const [path, text] of Object.entries(spec.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await docker(['cp', '--quiet', `${folder}/.`, `${name}:/`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function logsOf(name: string): Promise<string> {
  const { stdout, stderr } = await docker(['logs', name]);
  return `${stdout}\n${stderr}`.trim();
}

async function docker(args: readonly string[]): Promise<Ran> {
  const ran = await dockerOn(host, args, { timeoutMs: 120_000 });
  if (ran.code !== 0) throw new Error(told(ran));
  return ran;
}

function imageOf(tier: Tier): string {
  const lock = readFileSync(join(projectRoot, '.lab/images.lock.json'), 'utf8');
  return (JSON.parse(lock) as { images: Record<Tier, string> }).images[tier];
}
