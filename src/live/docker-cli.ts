import { execa, ExecaError } from 'execa';

export interface DockerCliOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets every line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** A Docker command that ended badly; `output` is all it printed. */
export class DockerCliError extends Error {
  readonly command: string;
  readonly output: string;

  constructor(command: string, output: string) {
    super(`${command}: ${output.trimEnd().split('\n').at(-1) ?? ''}`);
    this.name = 'DockerCliError';
    this.command = command;
    this.output = output;
  }
}

export type DockerCli = (args: readonly string[], options?: DockerCliOptions) => Promise<string>;

/**
 * Docker's own client against one engine: the only one that builds and pushes with the user's logins.
 *
 * @returns runs one command and gives its standard output
 * @throws DockerCliError if the command fails or there is no client
 */
export function dockerCli(engineHost: string): DockerCli {
  // What the user set for another engine must not reach this one; BuildKit may not be installed.
  const env = { DOCKER_HOST: engineHost, DOCKER_CONTEXT: undefined, DOCKER_BUILDKIT: '0' };
  return async (args, { signal, onLine } = {}) => {
    const options = {
      all: true,
      stdin: 'ignore',
      env,
      ...(signal && { cancelSignal: signal }),
    } as const;
    try {
      const child = execa('docker', args, options);
      if (onLine) for await (const line of child.iterable({ from: 'all' })) onLine(line);
      return (await child).stdout;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof ExecaError)) throw error;
      throw new DockerCliError(error.command, outputOf(error));
    }
  };
}

function outputOf({ all, shortMessage }: Pick<ExecaError, 'all' | 'shortMessage'>): string {
  return typeof all === 'string' && all.trim() ? all : shortMessage;
}
