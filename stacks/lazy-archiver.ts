import { createRequire } from 'node:module';

/**
 * Puts off the loading of cdktf's `archiver` until something is zipped. Import it before cdktf.
 *
 * cdktf loads it at its start together with 200 files of others, half of the time of its own
 * loading; only a `TerraformAsset` of a folder calls it, and this app has none.
 */
const require = createRequire(import.meta.url);
const path = archiverOfCdktf();

if (path !== undefined) require.cache[path] ??= lazyModule(path);

/** Undefined for a cdktf that has no archiver, such as its living fork. */
function archiverOfCdktf(): string | undefined {
  try {
    return createRequire(require.resolve('cdktf')).resolve('archiver');
  } catch {
    return undefined;
  }
}

function lazyModule(id: string): NodeJS.Module {
  const load = (...options: unknown[]): unknown => {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the real one takes this place
    delete require.cache[id];
    return (require(id) as (...options: unknown[]) => unknown)(...options);
  };
  return { id, filename: id, path: id, loaded: true, exports: load } as unknown as NodeJS.Module;
}
