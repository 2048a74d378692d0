import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseDockerEndpoint } from '../../src/live/docker-endpoint.js';
import { sshArguments } from '../../src/live/ssh-agent-transport.js';

const transport = (text: string, env = {}) => parseDockerEndpoint(text, env).transport;

test('a socket is read from unix:// and npipe://', () => {
  expect(transport('unix:///run/docker.sock')).toEqual({
    kind: 'socket',
    path: '/run/docker.sock',
  });
  expect(transport('npipe:////./pipe/docker_engine')).toEqual({
    kind: 'socket',
    path: '//./pipe/docker_engine',
  });
});

test('tcp:// uses TLS exactly when DOCKER_TLS_VERIFY is set', () => {
  expect(transport('tcp://host')).toEqual({ kind: 'tcp', hostname: 'host', port: 2375 });
  const env = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
  expect(transport('tcp://[fd00::1]', env)).toEqual({
    kind: 'tcp',
    hostname: 'fd00::1',
    port: 2376,
    certPath: '/certs',
  });
});

describe('ssh', () => {
  test('never asks, and cannot be given options by a host name', () => {
    const endpoint = transport('ssh://deploy@pg-node-1:2222/run/other.sock');
    if (endpoint.kind !== 'ssh') throw new Error('not ssh');
    expect(sshArguments(endpoint, 3)).toEqual([
      '-T',
      ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=3', '-l', 'deploy', '-p', '2222'],
      ...['--', 'pg-node-1', 'docker --host=unix:///run/other.sock system dial-stdio'],
    ]);
  });

  test.each(['ssh://host/run/a;reboot', 'ssh://host/$(id)', 'ssh://me:secret@host'])(
    'refuses %s',
    (text) => {
      expect(() => transport(text)).toThrow();
    },
  );
});

describe('context', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'context-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test('is resolved to its host and TLS files, as other clients need them', () => {
    const id = createHash('sha256').update('orders').digest('hex');
    const meta = { Name: 'orders', Endpoints: { docker: { Host: 'tcp://pg-node-1:2376' } } };
    const tls = join(directory, 'contexts', 'tls', id, 'docker');
    mkdirSync(join(directory, 'contexts', 'meta', id), { recursive: true });
    mkdirSync(tls, { recursive: true });
    writeFileSync(join(directory, 'contexts', 'meta', id, 'meta.json'), JSON.stringify(meta));
    expect(parseDockerEndpoint('context://orders', { DOCKER_CONFIG: directory })).toEqual({
      text: 'context://orders',
      host: 'tcp://pg-node-1:2376',
      transport: { kind: 'tcp', hostname: 'pg-node-1', port: 2376, certPath: tls },
    });
  });

  test('that does not exist is an error with its name', () => {
    expect(() => transport('context://orders', { DOCKER_CONFIG: directory })).toThrow(
      'no Docker context named orders',
    );
  });
});
