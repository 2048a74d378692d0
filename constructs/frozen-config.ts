import { Config, Construct } from './terraform.js';
import type { RenderedFile } from '../src/render/rendered-file.js';
import type { MountedConfig } from './content-config.js';

export interface FrozenConfigProps {
  readonly name: string;
  readonly file: RenderedFile;
  /** Refuse to destroy it. */
  readonly protect: boolean;
}

/**
 * A Swarm config that is written once: later contents are ignored and restart nothing.
 *
 * For `bootstrap.yml`, which Patroni reads only when a cluster is born. Declares one `docker_config`.
 */
export class FrozenConfig extends Construct implements MountedConfig {
  readonly resource: Config;
  readonly path: string;

  constructor(scope: Construct, id: string, props: FrozenConfigProps) {
    super(scope, id);
    this.path = props.file.path;
    this.resource = new Config(this, 'Resource', {
      name: props.name,
      data: Buffer.from(props.file.text, 'utf8').toString('base64'),
      lifecycle: { ignoreChanges: ['data'], preventDestroy: props.protect },
    });
    this.resource.overrideLogicalId(props.name);
  }
}
