import { existsSync } from 'node:fs';
import { asRoot, findCommand, run, runAsRoot } from './command.js';
import type { LabStep } from './context.js';

export const hasApt = () => findCommand('apt-get') !== undefined;

/** The command a user would type for the same. */
export function aptCommand(packages: readonly string[]): string {
  return `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Installs packages of the distribution, those of `packages` that it has.
 *
 * @throws UserError `LAB_STEP_FAILED` with apt's own last lines
 */
export async function installPackages(packages: readonly string[], step: LabStep): Promise<void> {
  const { signal, report } = step;
  const apt = async (...args: string[]) => {
    const [program, ...rest] = asRoot('env', [
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      // A package manager that runs at the same time holds the lock: wait for it, but not for ever.
      ...['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-y', ...args],
    ]);
    await run(program, rest, { signal, timeoutMs: 600_000, onLine: report });
  };
  report('apt-get update');
  await apt('update');
  const known = await knownPackages(packages, signal);
  report(`apt-get install ${known.join(' ')}`);
  await apt('install', '--no-install-recommends', ...known);
  if (known.includes('docker.io')) await keepSystemEngineOff(step);
}

/** Releases differ: Debian 13 has the client in `docker-cli`, Debian 12 in `docker.io`. */
async function knownPackages(
  packages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const output = await run('apt-cache', ['pkgnames'], { signal });
  const names = new Set(output.split('\n'));
  return packages.filter((name) => names.has(name));
}

/** A freshly installed engine answers to root only; the lab's own one answers to this user. */
async function keepSystemEngineOff({ report, signal }: LabStep): Promise<void> {
  if (process.getuid?.() === 0 || !existsSync('/run/systemd/system')) return;
  report('turning off the engine that came with the package: the lab starts its own');
  const units = ['docker.socket', 'docker.service'];
  await runAsRoot('systemctl', ['disable', '--now', ...units], { signal });
}
