import { expect, test } from 'vitest';
import { applyInOrder } from '../../src/ops/apply-in-order.js';
import { deployOptions } from './deploy-options.js';
import { FakeTerraform } from './fake-terraform.js';

const update = (name: string) => ({
  address: `docker_service.${name}`,
  type: 'docker_service',
  actions: ['update'],
});

const connections = (action: 'create' | 'delete', value: number) => {
  const name = `orders-reconciler-postgresql-${value}`;
  const data = Buffer.from(`max_connections = ${value}\n`).toString('base64');
  const side = action === 'create' ? 'after' : 'before';
  const type = 'docker_config';
  return { address: `${type}.${name}`, type, actions: [action], [side]: { name, data } };
};

async function applied(planned: FakeTerraform['planned']) {
  const terraform = new FakeTerraform();
  terraform.planned = planned.filter(({ actions }) => !actions.includes('create'));
  const why = await applyInOrder(deployOptions({ terraform }), planned);
  return { why, calls: terraform.calls.filter((call) => call !== 'init') };
}

const pools = [update('orders-reconciler'), update('orders-pgbouncer')];

test('what must come first is planned and applied alone, and the answer says why', async () => {
  const fewer = [connections('delete', 200), connections('create', 100)];
  expect(await applied([...pools, ...fewer])).toEqual({
    why: 'the pools change before max_connections is lowered from 200 to 100',
    calls: ['plan docker_service.orders-pgbouncer', 'apply', 'plan', 'apply'],
  });
});

test('where nothing must, the written plan is applied as it is', async () => {
  expect(await applied(pools)).toEqual({ why: undefined, calls: ['apply'] });
});
