import { existsSync } from 'node:fs';
import type { Problem } from '../src/core/problem.js';
import { aptCommand, hasApt, installPackages } from './apt.js';
import { baseImageIsThere } from './base-image.js';
import { findCommand, run } from './command.js';
import type { LabContext, LabStep } from './context.js';
import { findEngine, refuseForeignLab } from './engine.js';
import { prerequisitesMissing } from './problems.js';
import { mirrorIsBuilt } from './provider-mirror.js';
import { DOCKER_HUB, reachable, TERRAFORM_REGISTRY } from './reachable.js';
import { isAtLeast, terraformProblem } from './terraform-binary.js';

interface Tool {
  readonly command: string;
  readonly packages: readonly string[];
  readonly why: string;
}

const CLIENT: Tool = {
  command: 'docker',
  packages: ['docker.io', 'docker-cli'],
  why: 'the Docker client drives the lab',
};

const ENGINE: readonly Tool[] = [
  { command: 'dockerd', packages: ['docker.io'], why: 'no Docker engine answers on this machine' },
  { command: 'iptables', packages: ['iptables'], why: 'the engine sets up its networks with it' },
  { command: 'ip', packages: ['iproute2'], why: 'the engine sets up its networks with it' },
  { command: 'ps', packages: ['procps'], why: 'the engine lists the processes of a container' },
  { command: 'modprobe', packages: ['kmod'], why: 'the engine loads kernel modules with it' },
];

const BOOTSTRAP: Tool = {
  command: 'debootstrap',
  packages: ['debootstrap', 'debian-archive-keyring'],
  why: 'Docker Hub cannot be reached, so the base image is made from Debian packages',
};

/**
 * Finds out what this machine lacks, and installs what its distribution has.
 *
 * Changes nothing unless all the rest is there.
 *
 * @throws UserError `LAB_OF_ANOTHER_PROJECT`; otherwise with one problem for each thing that is missing and cannot be installed
 */
export async function ensurePrerequisites(context: LabContext, step: LabStep): Promise<void> {
  if (process.platform !== 'linux') throw prerequisitesMissing([notLinux()]);
  const engine = await findEngine(context);
  refuseForeignLab(context, engine);
  const [tools, ...found] = await Promise.all([
    missingTools(engine, step.signal),
    rootProblem(step.signal),
    terraformProblem(step.signal),
    goProblem(context, step.signal),
  ]);
  const problems = found.filter((problem) => problem !== undefined);
  if (tools.length > 0 && !hasApt()) problems.push(...tools.map(toolMissing));
  if (problems.length > 0) throw prerequisitesMissing(problems);
  if (tools.length === 0) return;

  const packages = [...new Set(tools.flatMap((tool) => tool.packages))];
  step.report(`missing: ${tools.map(({ command }) => command).join(', ')}`);
  await installPackages(packages, step);
  const still = tools.filter(({ command }) => !findCommand(command));
  if (still.length > 0) throw prerequisitesMissing(still.map(toolMissing));
}

async function missingTools(engine: string | undefined, signal?: AbortSignal): Promise<Tool[]> {
  const tools = [CLIENT, ...(engine ? [] : ENGINE)];
  if (!(await baseImageCanBeHad(engine, signal))) tools.push(BOOTSTRAP);
  return tools.filter(({ command }) => !findCommand(command));
}

async function baseImageCanBeHad(engine: string | undefined, signal?: AbortSignal) {
  if (findCommand(BOOTSTRAP.command)) return true;
  if (engine && findCommand(CLIENT.command) && (await baseImageIsThere(engine, signal)))
    return true;
  return reachable(DOCKER_HUB, signal);
}

async function rootProblem(signal?: AbortSignal): Promise<Problem | undefined> {
  if (process.getuid?.() === 0) return;
  try {
    await run('sudo', ['-n', 'true'], { signal, timeoutMs: 3000 });
    return;
  } catch {
    signal?.throwIfAborted();
    return {
      code: 'ROOT_NEEDED',
      at: 'user',
      got: `uid ${process.getuid?.() ?? '?'}, and sudo asks for a password or is not there`,
      need: 'root, or sudo without a password',
      why: 'a Docker engine and its networks are set up by root',
      fix: 'run `sudo -v` first, or run the command as root',
    };
  }
}

/** Go is needed once, where the provider must be built. */
async function goProblem(context: LabContext, signal?: AbortSignal): Promise<Problem | undefined> {
  if (mirrorIsBuilt(context) || (await reachable(TERRAFORM_REGISTRY, signal))) return;
  const problem = (got: string): Problem => ({
    code: 'GO_MISSING',
    at: 'go',
    got,
    need: 'Go 1.21 or newer, or a way to registry.terraform.io',
    why: "Terraform's registry cannot be reached, so its Docker provider is built from source",
    fix: 'install it from https://go.dev/dl/ and put its bin folder on the PATH',
  });
  const go = findCommand('go');
  if (!go) return problem('no program `go`, and no answer from registry.terraform.io');
  const version = await run(go, ['env', 'GOVERSION'], { signal, timeoutMs: 10_000 });
  // 1.21 is the first that fetches the newer tool chain the module asks for.
  return isAtLeast(version, 1, 21) ? undefined : problem(`${go} ${version}`);
}

function toolMissing(tool: Tool): Problem {
  const fix = existsSync('/etc/debian_version')
    ? aptCommand(tool.packages)
    : `install ${tool.command} with this distribution's package manager`;
  return {
    code: 'TOOL_MISSING',
    at: tool.command,
    got: `no program \`${tool.command}\``,
    need: tool.command,
    why: tool.why,
    fix,
  };
}

function notLinux(): Problem {
  return {
    code: 'LINUX_NEEDED',
    at: 'operating system',
    got: process.platform,
    need: 'linux',
    why: "the lab's hosts are containers on a Linux engine of this machine",
    fix: 'run the lab on a Linux machine; every other command works here',
  };
}
