import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderDocuments } from '../../src/documents/documents.js';
import { listClusterFiles } from '../../config/find-clusters.js';
import { invalidFixtures, validFixtures } from '../fixtures/clusters.js';
import { repositoryRoot } from '../source-files.js';

const documents = renderDocuments();
const accepts = new Ajv().compile(JSON.parse(documents.get('config/schema.json') ?? '') as object);
const contentOf = (file: string): unknown => parse(readFileSync(file, 'utf8'));

test.each([...documents])('%s is as `npm run docs` writes it', (path, text) => {
  const isFresh = readFileSync(join(repositoryRoot, path), 'utf8') === text;
  expect(isFresh, `${path} is stale: run npm run docs`).toBe(true);
});

test.each([...validFixtures(), ...listClusterFiles(repositoryRoot)])(
  'an editor finds nothing wrong in %s',
  (file) => {
    accepts(contentOf(file));
    expect(accepts.errors ?? []).toEqual([]);
  },
);

/** What is a matter of one value: the rest needs more than one, a sum, or a file as a whole. */
const SHAPE = ['UNKNOWN_KEY', 'WRONG_TYPE', 'NOT_ALLOWED_VALUE', 'BAD_FORMAT'];

const wrongShapes = invalidFixtures().filter(({ expected }) =>
  expected.every((line) => SHAPE.includes(line.split(' ')[0] ?? '')),
);

test.each(wrongShapes.map(({ file }) => [basename(file), file] as const))(
  'an editor refuses %s',
  (_, file) => {
    expect(accepts(contentOf(file))).toBe(false);
  },
);

test('a shipped file names the schema that an editor checks it with', () => {
  const firstLines = listClusterFiles(repositoryRoot).map(
    (file) => readFileSync(file, 'utf8').split('\n')[0],
  );
  expect(new Set(firstLines)).toEqual(new Set(['# yaml-language-server: $schema=../schema.json']));
});

test('an editor completes the names of parameters, but of none that is not the user’s to set', () => {
  const schema = JSON.parse(documents.get('config/schema.json') ?? '') as SchemaOfParameters;
  const [{ properties }] = schema.properties.postgresql.properties.parameters.allOf;
  expect(properties.work_mem?.description).toContain('memory');
  expect(properties).toHaveProperty(['pg_stat_statements.max']);
  expect(properties).toHaveProperty('io_workers');
  expect(properties).not.toHaveProperty('port');
  expect(properties).not.toHaveProperty('server_version');
});

interface SchemaOfParameters {
  readonly properties: {
    readonly postgresql: {
      readonly properties: {
        readonly parameters: {
          readonly allOf: readonly [
            { readonly properties: Readonly<Record<string, { readonly description: string }>> },
          ];
        };
      };
    };
  };
}
