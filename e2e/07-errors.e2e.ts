import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Document } from 'yaml';
import { cli } from './support/cli.js';
import { changedCluster } from './support/cluster-copy.js';
import { waitWhole } from './support/cluster.js';
import { lab, projectRoot, SCOPE } from './support/lab-hosts.js';
import { serviceVersions, waitSwarmAtRest } from './support/services.js';
import { told, type Ran } from './support/shell.js';

const stateFile = join(projectRoot, `.lab/state/${SCOPE}.tfstate`);

let versions: Record<string, number>;
let state: string;

/** An update before this may still be watched for a minute; its end moves a version. */
const REST_SECONDS = 100;

beforeAll(async () => {
  await waitWhole(60);
  await waitSwarmAtRest(REST_SECONDS);
}, 170_000);
beforeEach(async () => {
  versions = await serviceVersions();
  state = readFileSync(stateFile, 'utf8');
});
afterEach(async () => {
  expect(await serviceVersions(), 'services changed').toEqual(versions);
  expect(readFileSync(stateFile, 'utf8'), 'Terraform state changed').toBe(state);
});

/** One error: a heading with place and code, what was got and needed, and nothing of our inside. */
function expectOneError(ran: Ran, code: string, exitCode: number): void {
  expect(ran.code, told(ran)).toBe(exitCode);
  const codes = [...ran.stderr.matchAll(/^\S.* \[([A-Z_]+)\]$/gm)].map((match) => match[1]);
  expect(codes, told(ran)).toEqual([code]);
  expect(ran.stderr).toMatch(/^ {2}got {3}/m);
  expect(ran.stderr).toMatch(/^ {2}need {2}/m);
  expect(ran.stderr).not.toMatch(/^\s+at .*\.js:\d+/m);
}

interface Mistake {
  readonly what: string;
  readonly code: string;
  readonly make: (file: Document) => void;
}

const mistakes: Mistake[] = [
  {
    what: 'a missing key',
    code: 'MISSING_KEY',
    make: (file) => file.deleteIn(['nodes', 0, 'memory']),
  },
  {
    what: 'an unknown key',
    code: 'UNKNOWN_KEY',
    make: (file) => {
      file.setIn(['patroni', 'tttl'], 20);
    },
  },
  {
    what: 'two nodes with one name',
    code: 'DUPLICATE_NODE',
    make: (file) => {
      file.setIn(['nodes', 2, 'name'], 'node-1');
    },
  },
  {
    what: 'an even number of etcd members',
    code: 'ETCD_EVEN',
    make: (file) => {
      file.setIn(['nodes', 0, 'etcd'], true);
      file.setIn(['nodes', 1, 'etcd'], true);
      file.setIn(['nodes', 2, 'etcd'], false);
    },
  },
];

describe.each(mistakes)('$what', ({ what, code, make }) => {
  test.each(['validate', 'deploy'])(`%s ends with ${code} and where it is`, async (command) => {
    const file = changedCluster(what.replaceAll(' ', '-'), make);
    const ran = await cli([command, file], { timeoutMs: 60_000 });
    expectOneError(ran, code, 1);
    expect(ran.stderr).toMatch(/\.yaml:\d+:\d+ /);
  });
});

test('an unreachable manager', async () => {
  const nobody = `tcp://${lab.nodes[0].address.replace(/\d+$/, '99')}:2375`;
  const ran = await cli(['deploy', SCOPE, '--manager', nobody], { timeoutMs: 60_000 });
  expectOneError(ran, 'MANAGER_UNREACHABLE', 5);
});

test('a node that is not in the Swarm', async () => {
  const file = changedCluster('stranger', (document) => {
    document.setIn(['nodes', 2, 'hostname'], 'node-9');
  });
  expectOneError(await cli(['deploy', file], { timeoutMs: 120_000 }), 'NODE_NOT_IN_SWARM', 5);
});

test('a lost secrets file', async () => {
  const file = join(projectRoot, `.lab/${SCOPE}.secrets.json`);
  const away = `${file}.away`;
  renameSync(file, away);
  try {
    expectOneError(await cli(['deploy', SCOPE], { timeoutMs: 120_000 }), 'SECRETS_MISSING', 1);
  } finally {
    renameSync(away, file);
  }
});
