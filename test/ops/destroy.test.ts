import { expect, test } from 'vitest';
import { UserError } from '../../src/core/problem.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { destroy } from '../../src/ops/destroy.js';
import { clusterConfig } from '../model/cluster-config.js';
import { FakeClock } from './fake-clock.js';
import { FakeSwarm } from './fake-swarm.js';
import { FakeTerraform } from './fake-terraform.js';

function failure(got: string): UserError {
  const need = 'terraform destroy to succeed';
  return new UserError([{ code: 'TERRAFORM_FAILED', at: 'docker_service.a', got, need }], 'live');
}

async function destroyWith(terraform: FakeTerraform, protect = false) {
  return destroy({
    swarm: new FakeSwarm(),
    terraform,
    clock: new FakeClock(),
    model: resolveCluster(clusterConfig({ protect })),
    report: () => undefined,
    signal: new AbortController().signal,
  });
}

test('goes on when the provider did not wait long enough for a container', async () => {
  const terraform = new FakeTerraform();
  let left = 1;
  terraform.work = async () => {
    await Promise.resolve();
    if (left-- > 0)
      throw failure("error on wait for container with ID 'a': context deadline exceeded");
  };
  await destroyWith(terraform);
  expect(terraform.calls.filter((call) => call === 'destroy')).toHaveLength(2);
});

test('any other failure is not tried again', async () => {
  const terraform = new FakeTerraform();
  terraform.work = () => Promise.reject(failure('network has active endpoints'));
  await expect(destroyWith(terraform)).rejects.toThrow('active endpoints');
  expect(terraform.calls.filter((call) => call === 'destroy')).toHaveLength(1);
});

test('a protected cluster is not destroyed', async () => {
  const terraform = new FakeTerraform();
  await expect(destroyWith(terraform, true)).rejects.toMatchObject({
    problems: [{ code: 'PROTECTED' }],
  });
  expect(terraform.calls).toEqual([]);
});
