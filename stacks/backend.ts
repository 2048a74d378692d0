import type { Construct } from 'constructs';
import { TerraformBackend } from '../constructs/terraform.js';
import type { TerraformBackend as BackendModel } from '../src/model/cluster-model.js';

/** Where Terraform keeps a cluster's state; credentials come by environment. Declares no resource. */
export class ClusterBackend extends TerraformBackend {
  readonly #settings: BackendModel['settings'];

  constructor(scope: Construct, { type, settings }: BackendModel) {
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
