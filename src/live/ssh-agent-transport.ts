import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import type { SshEndpoint } from './docker-endpoint.js';

/**
 * HTTP agent whose connections are `ssh HOST docker system dial-stdio`.
 *
 * The system's ssh does the talking, so known_hosts, agent, ProxyJump and ~/.ssh/config count. It
 * never asks anything: an unknown host key or a missing key is an error.
 */
export class SshAgent extends Agent {
  readonly #endpoint: SshEndpoint;
  readonly #connectSeconds: number;

  constructor(endpoint: SshEndpoint, connectSeconds: number) {
    // A connection costs an ssh handshake: keep it for the next request.
    super({ keepAlive: true, maxSockets: 4 });
    this.#endpoint = endpoint;
    this.#connectSeconds = connectSeconds;
  }

  override createConnection(): Duplex {
    return new SshConnection(sshArguments(this.#endpoint, this.#connectSeconds));
  }
}

/** Arguments of the ssh command; what follows `--` cannot be read as an option. */
export function sshArguments(endpoint: SshEndpoint, connectSeconds: number): string[] {
  const { user, port, hostname, remoteSocket } = endpoint;
  return [
    '-T',
    ...['-o', 'BatchMode=yes'],
    ...['-o', `ConnectTimeout=${connectSeconds}`],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', `${port}`]),
    '--',
    hostname,
    ['docker', ...(remoteSocket ? [`--host=unix://${remoteSocket}`] : [])].join(' ') +
      ' system dial-stdio',
  ];
}

/** Input and output of one ssh process, with the few socket methods that `node:http` calls. */
class SshConnection extends Duplex {
  readonly #child;
  #complaint = '';

  constructor(args: readonly string[]) {
    super();
    this.#child = spawn('ssh', args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const { stdin, stdout, stderr } = this.#child;
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-2000);
    });
    stdin.on('error', () => undefined); // The exit says more than EPIPE does.
    this.#child.on('error', (error) => this.destroy(error));
    this.#child.on('close', (code) => {
      if (code)
        this.destroy(new Error(this.#complaint.trim() || `ssh ended with exit code ${code}`));
      else this.push(null);
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#child.stdin.write(chunk, encoding, () => {
      done();
    });
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.#child.ref();
    return this;
  }

  unref(): this {
    this.#child.unref();
    return this;
  }
}
