import { TerraformBackend } from '../constructs/terraform.js';
import type { Construct } from 'constructs';
import type { ClusterConfig } from '../config/schema/cluster.js';

/** From a stack's folder, `cdktf.out/stacks/<scope>`, back to the project root. */
const PROJECT_ROOT = '../../..';

/**
 * The `terraform.backend` of a cluster file; credentials come by environment, never from the file.
 *
 * cdktf's own local backend writes an absolute path, so equal input would give other bytes on each
 * machine. Declares no resource.
 */
export class ClusterBackend extends TerraformBackend {
  readonly #settings: Record<string, unknown>;

  constructor(scope: Construct, config: ClusterConfig, localState: string) {
    const [type, settings] = Object.entries(config.terraform.backend ?? {})[0] ?? [
      'local',
      { path: `${PROJECT_ROOT}/${localState}` },
    ];
    super(scope, 'backend', type);
    // The order in the file changes no byte.
    this.#settings = Object.fromEntries(
      Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.#settings;
  }

  override getRemoteStateDataSource(): never {
    throw new Error('a cluster stack is not read by another stack');
  }
}
