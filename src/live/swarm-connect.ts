import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/problem.js';
import {
  parseDockerEndpoint,
  type DockerEndpoint,
  type DockerTransport,
  type Environment,
} from './docker-endpoint.js';
import { SshAgent } from './ssh-agent-transport.js';
import { SwarmClient } from './swarm-client.js';
import { managerUnreachable } from './swarm-problems.js';
import type { Swarm } from './swarm.js';

const ANSWER_WITHIN_MS = 3000;

export interface ManagerChoice {
  /** `--manager`: when given, nothing else is tried. */
  readonly manager?: string;
  /** `swarm.managers` of the cluster file. */
  readonly configured: readonly string[];
  readonly env: Environment;
}

export interface ConnectedSwarm {
  readonly swarm: Swarm;
  /** What Terraform needs to reach the same manager. */
  readonly terraformEnv: Readonly<Record<string, string>>;
}

/** Endpoints in the order they are tried, each once. */
export function managerCandidates({ manager, configured, env }: ManagerChoice): string[] {
  if (manager !== undefined) return [manager];
  return [...new Set([...(env['DOCKER_HOST'] ? [env['DOCKER_HOST']] : []), ...configured])];
}

/**
 * Connects to the first endpoint that answers as a Swarm manager within three seconds.
 *
 * @throws UserError `MANAGER_UNREACHABLE` with the reason of each endpoint
 */
export async function connectSwarm(choice: ManagerChoice): Promise<ConnectedSwarm> {
  const reasons: string[] = [];
  for (const text of managerCandidates(choice)) {
    try {
      return await connectManager(parseDockerEndpoint(text, choice.env));
    } catch (error) {
      reasons.push(`${text}: ${reasonOf(error)}`);
    }
  }
  throw managerUnreachable(reasons);
}

async function connectManager(endpoint: DockerEndpoint): Promise<ConnectedSwarm> {
  // Loaded late: it takes a quarter of a second that commands without a Swarm need not pay.
  const { default: Docker } = await import('dockerode');
  const { options, close } = dockerOptions(endpoint.transport);
  const swarm = new SwarmClient(endpoint.text, new Docker(options), close);
  try {
    await assertManager(swarm);
  } catch (error) {
    close();
    throw error;
  }
  return { swarm, terraformEnv: terraformEnvironment(endpoint) };
}

/** Only a manager of a Swarm with quorum can list nodes; Docker's own message says what it is instead. */
async function assertManager(swarm: Swarm): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    await swarm.nodes(signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`);
    throw error;
  }
}

/** Every field is given: what is missing, dockerode would take from the environment. */
function dockerOptions(transport: DockerTransport): { options: object; close: () => void } {
  const closeNothing = () => undefined;
  const unset = { socketPath: undefined, ca: undefined, cert: undefined, key: undefined };
  switch (transport.kind) {
    case 'socket': {
      const options = { ...unset, protocol: 'http', host: undefined, socketPath: transport.path };
      return { options, close: closeNothing };
    }
    case 'tcp': {
      const { hostname, port, certPath } = transport;
      const host = hostname.includes(':') ? `[${hostname}]` : hostname;
      const options = { ...unset, protocol: certPath ? 'https' : 'http', host, port };
      return { options: { ...options, ...(certPath && tlsFiles(certPath)) }, close: closeNothing };
    }
    case 'ssh': {
      const agent = new SshAgent(transport, ANSWER_WITHIN_MS / 1000);
      const options = { ...unset, protocol: 'http', host: 'docker', port: 80, agent };
      return {
        options,
        close: () => {
          agent.destroy();
        },
      };
    }
  }
}

function tlsFiles(certPath: string): { ca: Buffer; cert: Buffer; key: Buffer } {
  const read = (name: string) => readFileSync(join(certPath, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

function terraformEnvironment({ host, transport }: DockerEndpoint): Record<string, string> {
  const certPath = transport.kind === 'tcp' ? transport.certPath : undefined;
  return { TF_VAR_docker_host: host, ...(certPath && { DOCKER_CERT_PATH: certPath }) };
}

function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.problems.map(({ got }) => got).join('; ');
  return error instanceof Error ? error.message.trim() : String(error);
}
