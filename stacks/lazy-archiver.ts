import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Puts off the loading of cdktf's `archiver` until something is zipped. Import it before cdktf.
 *
 * cdktf loads it at its start together with 200 files of others, a third of the time of its own
 * loading; only a `TerraformAsset` of a folder calls it, and this app has none.
 */
const archiver = createRequire(require.resolve('cdktf')).resolve('archiver');

require.cache[archiver] ??= lazyModule(archiver);

function lazyModule(path: string): NodeJS.Module {
  const load = (...options: unknown[]): unknown => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the real one takes this place
    delete require.cache[path];
    return (require(path) as (...options: unknown[]) => unknown)(...options);
  };
  return {
    id: path,
    filename: path,
    path,
    loaded: true,
    exports: load,
  } as unknown as NodeJS.Module;
}
