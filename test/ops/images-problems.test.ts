import { expect, test } from 'vitest';
import { DockerCliError } from '../../src/live/docker-cli.js';
import { imageBuildFailed } from '../../src/ops/images-problems.js';

test('a version that Debian does not offer is one problem per package', () => {
  const output = [
    'PINNED_VERSION_NOT_OFFERED',
    '  etcd-server: pinned 3.6, Debian offers 3.5.16-4',
    '  etcd-client: pinned 3.6, Debian offers nothing',
    '  change src/model/versions.ts once the new version was tried',
    'The command ... returned a non-zero code: 1',
  ].join('\n');
  expect(
    imageBuildFailed('etcd', new DockerCliError('docker build', output)).problems,
  ).toMatchObject([
    {
      code: 'PINNED_VERSION_NOT_OFFERED',
      at: 'etcd: etcd-server',
      got: '3.5.16-4 in Debian',
      need: '3.6',
    },
    { code: 'PINNED_VERSION_NOT_OFFERED', at: 'etcd: etcd-client', need: '3.6' },
  ]);
});

test('any other failure shows the end of what was printed', () => {
  const error = imageBuildFailed(
    'etcd',
    new DockerCliError('docker build', 'Step 1\nno space left\n'),
  );
  expect(error.kind).toBe('live');
  expect(error.problems).toMatchObject([{ code: 'IMAGE_BUILD_FAILED', at: 'etcd' }]);
  expect(error.problems[0]?.got).toContain('no space left');
});
