// Before `npm pack`: the package ships the in-cluster agent ready-made, since users have no esbuild.
import { bundleAgent } from '../dist/src/ops/agent-bundle.js';

await bundleAgent(new URL('..', import.meta.url));
