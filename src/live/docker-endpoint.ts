import { createHash } from 'node:crypto';
import { readFileSync, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Files a Docker client trusts a daemon by. Without `certPath` the connection is plain TCP. */
interface TcpEndpoint {
  readonly kind: 'tcp';
  readonly hostname: string;
  readonly port: number;
  /** Folder with `ca.pem`, `cert.pem`, `key.pem`. */
  readonly certPath?: string;
}

interface SocketEndpoint {
  readonly kind: 'socket';
  /** Unix socket or Windows named pipe. */
  readonly path: string;
}

export interface SshEndpoint {
  readonly kind: 'ssh';
  readonly hostname: string;
  readonly user?: string;
  readonly port?: number;
  /** Socket on the remote host; its default when missing. */
  readonly remoteSocket?: string;
}

export type DockerTransport = TcpEndpoint | SocketEndpoint | SshEndpoint;

export interface DockerEndpoint {
  /** As the user wrote it. */
  readonly text: string;
  /** URL that other Docker clients understand: a context is resolved to its host. */
  readonly host: string;
  readonly transport: DockerTransport;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads an endpoint as the Docker client does: `unix://`, `npipe://`, `tcp://`, `ssh://`, `context://NAME`.
 *
 * @param env - `DOCKER_TLS_VERIFY`, `DOCKER_CERT_PATH` and `DOCKER_CONFIG` count, as for Docker
 * @throws Error with a reason in the user's words if it is not such an endpoint
 * @see https://docs.docker.com/reference/cli/docker/#environment-variables
 */
export function parseDockerEndpoint(text: string, env: Environment): DockerEndpoint {
  const context = /^context:\/\/(.+)$/.exec(text)?.[1];
  if (context !== undefined) return readContext(text, context, env);
  return { text, host: text, transport: parseTransport(text, envCertPath(env)) };
}

function parseTransport(text: string, certPath: string | undefined): DockerTransport {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  const rest = text.slice((scheme?.length ?? 0) + 3);
  switch (scheme) {
    case 'unix':
      return { kind: 'socket', path: rest || '/var/run/docker.sock' };
    case 'npipe':
      return { kind: 'socket', path: rest || '//./pipe/docker_engine' };
    case 'tcp':
      return tcpTransport(text, certPath);
    case 'ssh':
      return sshTransport(text);
    default:
      throw new Error('not unix://, npipe://, tcp://, ssh:// or context://');
  }
}

function tcpTransport(text: string, certPath: string | undefined): TcpEndpoint {
  const url = parseUrl(text);
  const port = url.port ? Number(url.port) : certPath ? 2376 : 2375;
  return { kind: 'tcp', hostname: bareHost(url), port, ...(certPath && { certPath }) };
}

function sshTransport(text: string): SshEndpoint {
  const url = parseUrl(text);
  if (url.password) throw new Error('a password in an ssh:// endpoint is not supported; use a key');
  // The remote shell reads the path: nothing in it may mean anything to a shell.
  if (!/^[\w./-]*$/.test(url.pathname))
    throw new Error('a socket path of letters, digits, . _ - only');
  return {
    kind: 'ssh',
    hostname: bareHost(url),
    ...(url.username && { user: decodeURIComponent(url.username) }),
    ...(url.port && { port: Number(url.port) }),
    ...(url.pathname.length > 1 && { remoteSocket: url.pathname }),
  };
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error('not a valid URL');
  const url = new URL(text);
  if (!url.hostname) throw new Error('no host name');
  return url;
}

/** Host name without the brackets of an IPv6 literal. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function envCertPath(env: Environment): string | undefined {
  if (!env['DOCKER_TLS_VERIFY']) return undefined;
  return env['DOCKER_CERT_PATH'] ?? dockerConfigDirectory(env);
}

/** Folder of the Docker client's own settings. */
export function dockerConfigDirectory(env: Environment): string {
  return env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');
}

/**
 * A context lies in a folder named by the SHA-256 of its name.
 *
 * @see https://github.com/docker/cli/blob/master/cli/context/store/store.go
 */
function readContext(text: string, name: string, env: Environment): DockerEndpoint {
  const directory = join(dockerConfigDirectory(env), 'contexts');
  const id = createHash('sha256').update(name, 'utf8').digest('hex');
  const file = join(directory, 'meta', id, 'meta.json');
  if (!existsSync(file)) throw new Error(`no Docker context named ${name}`);
  const host = contextHost(readFileSync(file, 'utf8'));
  if (!host) throw new Error(`Docker context ${name} has no host`);
  const certPath = join(directory, 'tls', id, 'docker');
  return {
    text,
    host,
    transport: parseTransport(host, existsSync(certPath) ? certPath : undefined),
  };
}

function contextHost(json: string): string | undefined {
  const meta = JSON.parse(json) as { Endpoints?: { docker?: { Host?: string } } };
  return meta.Endpoints?.docker?.Host;
}
