import { DockerProvider } from '../constructs/terraform.js';
import { TerraformStack, TerraformVariable } from '../constructs/terraform.js';
import type { Construct } from 'constructs';
import type { ClusterConfig } from '../config/schema/cluster.js';
import { PatroniCluster } from '../constructs/patroni-cluster.js';
import type { ClusterInputs } from '../src/model/cluster-inputs.js';
import { ClusterBackend } from './backend.js';

export interface ClusterStackProps {
  readonly config: ClusterConfig;
  readonly inputs: ClusterInputs;
  /** See `PatroniClusterProps`. @default - none */
  readonly without?: readonly string[];
}

/** One cluster file as a Terraform stack: the cluster, the provider and the backend. */
export class ClusterStack extends TerraformStack {
  readonly cluster: PatroniCluster;

  constructor(scope: Construct, props: ClusterStackProps) {
    super(scope, props.config.scope);
    const dockerHost = new TerraformVariable(this, 'docker_host', {
      type: 'string',
      description: 'Docker endpoint of a Swarm manager.',
      default: props.config.swarm.managers[0],
    });
    dockerHost.overrideLogicalId('docker_host');
    new DockerProvider(this, 'docker', { host: dockerHost.stringValue });
    // The bindings pin 3.6.2; what we declare is right for every release up to 4.x.
    this.addOverride('terraform.required_providers.docker.version', '>= 3.6.2, < 5.0.0');
    this.cluster = new PatroniCluster(this, 'Cluster', props);
    new ClusterBackend(this, this.cluster.model.terraformBackend);
  }

  /**
   * cdktf prepares references between stacks here, by resolving every value once more than the synth
   * itself does. A cluster refers to no other stack.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }
}
