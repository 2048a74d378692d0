import { request } from 'node:http';
import { run, type CommandOptions } from './command.js';

/**
 * Runs the Docker client against one engine.
 *
 * @param host - `unix://` address
 * @returns standard output
 * @throws UserError `LAB_STEP_FAILED`
 */
export async function docker(
  host: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return run('docker', args, { ...options, env: dockerEnvironment(host) });
}

/** What the user set for another engine must not reach ours. BuildKit may not be installed. */
export function dockerEnvironment(host: string): Record<string, string | undefined> {
  return {
    DOCKER_HOST: host,
    DOCKER_BUILDKIT: '0',
    DOCKER_CONTEXT: undefined,
    DOCKER_TLS_VERIFY: undefined,
    DOCKER_CERT_PATH: undefined,
    DOCKER_DEFAULT_PLATFORM: undefined,
  };
}

/** Lines of a list command, without empty ones. */
export async function dockerLines(
  host: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string[]> {
  const output = await docker(host, args, options);
  return output.split('\n').filter((line) => line !== '');
}

/** What the engine on `socket` says within 3 s; `denied`: it is there, but not for us. Needs no client. */
export function pingEngine(socket: string): Promise<'answers' | 'denied' | 'silent'> {
  return new Promise((resolve) => {
    const ping = request({ socketPath: socket, path: '/_ping', timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'silent');
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'EACCES' ? 'denied' : 'silent');
    });
    ping.end();
  });
}
