import { resolveCluster } from '../../src/model/resolve-cluster.js';
import type { DeployOptions } from '../../src/ops/deploy.js';
import { clusterConfig } from '../fixtures/clusters.js';
import { FakeClock } from './fake-clock.js';
import { FakeSwarm } from './fake-swarm.js';
import { FakeTerraform } from './fake-terraform.js';

/** A deploy of `orders` on fakes, with nothing in the Swarm yet. */
export function deployOptions(given: Partial<DeployOptions> = {}): DeployOptions {
  return {
    swarm: new FakeSwarm(),
    terraform: new FakeTerraform(),
    clock: new FakeClock(),
    model: resolveCluster(clusterConfig()),
    cluster: 'orders',
    manifest: undefined,
    images: undefined,
    digest: 'wanted',
    report: () => undefined,
    signal: new AbortController().signal,
    ...given,
  };
}
