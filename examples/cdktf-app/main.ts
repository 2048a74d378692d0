import { DockerProvider } from '@cdktf/provider-docker/lib/provider/index.js';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { loadClusterConfig, PatroniCluster } from 'patroni-swarm';

/** A stack of your own: provider, backend and everything else beside the cluster are yours. */
class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DockerProvider(this, 'docker', { host: 'ssh://deploy@pg-node-1' });
    const cluster = new PatroniCluster(this, 'Orders', {
      config: loadClusterConfig('config/clusters/orders.yaml'),
    });
    new TerraformOutput(this, 'write_uri', {
      value: cluster.writeEndpoint.uri('project', 'project_owner'),
    });
  }
}

const app = new App();
new OrdersStack(app, 'orders');
app.synth();
