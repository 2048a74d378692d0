import { Config, Construct } from './terraform.js';
import { shortDigest } from '../src/core/digest.js';
import type { RenderedFile } from '../src/render/rendered-file.js';

/** A Swarm config as a service mounts it. */
export interface MountedConfig {
  readonly resource: Config;
  /** Absolute path in the container. */
  readonly path: string;
}

export interface ContentConfigProps {
  /** Name without the digest, `<scope>-haproxy` for instance. */
  readonly name: string;
  readonly file: RenderedFile;
}

/**
 * A Swarm config named by its content, so that a change is a new config and one rolling restart.
 *
 * The Terraform address carries the digest as well: with the digest in the name only, reverting a
 * failed apply fails with "config already exists" (measured). Declares one `docker_config`.
 */
export class ContentConfig extends Construct implements MountedConfig {
  readonly resource: Config;
  readonly path: string;

  constructor(scope: Construct, id: string, props: ContentConfigProps) {
    super(scope, id);
    const name = `${props.name}-${shortDigest(props.file.text)}`;
    this.path = props.file.path;
    this.resource = new Config(this, 'Resource', {
      name,
      data: Buffer.from(props.file.text, 'utf8').toString('base64'),
      lifecycle: { createBeforeDestroy: true },
    });
    this.resource.overrideLogicalId(name);
  }
}
