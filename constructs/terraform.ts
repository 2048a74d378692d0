import { createRequire } from 'node:module';
import type * as ConfigModule from '@cdktf/provider-docker/lib/config/index.js';
import type * as NetworkModule from '@cdktf/provider-docker/lib/network/index.js';
import type * as ProviderModule from '@cdktf/provider-docker/lib/provider/index.js';
import type * as ServiceModule from '@cdktf/provider-docker/lib/service/index.js';
import type * as Cdktf from 'cdktf';
import type * as Constructs from 'constructs';

/**
 * What we use of cdktf, its constructs and the Docker provider's bindings, loaded by `require`.
 *
 * An `import` of these CommonJS packages reads the source of each file a second time to learn what
 * it exports, 800 kB for `Service` alone: 0.1 s of every synth.
 */
const require = createRequire(import.meta.url);

export const { App, TerraformBackend, TerraformOutput, TerraformStack, TerraformVariable, Token } =
  require('cdktf') as typeof Cdktf;
export const { Construct } = require('constructs') as typeof Constructs;
export const { Config } =
  require('@cdktf/provider-docker/lib/config/index.js') as typeof ConfigModule;
export const { Network } =
  require('@cdktf/provider-docker/lib/network/index.js') as typeof NetworkModule;
export const { DockerProvider } =
  require('@cdktf/provider-docker/lib/provider/index.js') as typeof ProviderModule;
export const { Service } =
  require('@cdktf/provider-docker/lib/service/index.js') as typeof ServiceModule;

export type App = InstanceType<typeof App>;
export type Construct = Constructs.Construct;
export type Config = InstanceType<typeof Config>;
export type Network = InstanceType<typeof Network>;
export type Service = InstanceType<typeof Service>;
