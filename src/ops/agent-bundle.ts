import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Metafile, Plugin } from 'esbuild';
import { agentBundleMissing } from './images-problems.js';

/** `pg` is CommonJS: inside an ES module it needs a `require` for Node's own modules. */
const BANNER = `import{createRequire}from'node:module';const require=createRequire(import.meta.url);`;

/** What a program of ours loads by `require` is not there in a container: the bundle imports it. */
const ZOD_ITSELF: Plugin = {
  name: 'zod itself',
  setup(build) {
    build.onResolve({ filter: /\/core\/zod\.js$/ }, ({ resolveDir, kind }) =>
      build.resolve('zod', { resolveDir, kind }),
    );
  },
};

/**
 * Bundles the compiled agent to `dist/agent.mjs`, the one file that runs in the containers.
 *
 * Equal sources give equal bytes on any machine.
 *
 * @returns what went in; a test reads it
 */
export async function bundleAgent(packageRoot: URL): Promise<Metafile> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    // Paths in the bundle's comments are relative to this.
    absWorkingDir: fileURLToPath(packageRoot),
    entryPoints: ['dist/src/agent/main.js'],
    outfile: 'dist/agent.mjs',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: BANNER },
    external: ['pg-native'],
    plugins: [ZOD_ITSELF],
    logLevel: 'error',
    metafile: true,
  });
  return metafile;
}

/**
 * The bundle as it goes into the images.
 *
 * In a clone it is made anew; an installed package has no esbuild and brings it along.
 *
 * @throws UserError `AGENT_BUNDLE_MISSING`
 */
export async function readAgentBundle(packageRoot: URL): Promise<Buffer> {
  const file = new URL('dist/agent.mjs', packageRoot);
  if (isClone(packageRoot)) await bundleAgent(packageRoot);
  if (!existsSync(file)) throw agentBundleMissing(fileURLToPath(file));
  return readFileSync(file);
}

function isClone(packageRoot: URL): boolean {
  return existsSync(new URL('src/agent/main.ts', packageRoot));
}
