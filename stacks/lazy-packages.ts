import { createRequire } from 'node:module';

/**
 * Puts off what cdktf loads at its start and a synth never calls. Import it before cdktf.
 *
 * `archiver` (200 files) zips a `TerraformAsset` of a folder; `semver` (45) compares the version of
 * Terraform where a resource is moved or imported. Whoever calls one of them gets the real one.
 */
const PUT_OFF = ['archiver', 'semver'];

const require = createRequire(import.meta.url);

for (const name of PUT_OFF) {
  const path = pathForCdktf(name);
  if (path !== undefined) require.cache[path] ??= lazyModule(path);
}

/** Undefined for a cdktf that has no such dependency, such as its living fork. */
function pathForCdktf(name: string): string | undefined {
  try {
    return createRequire(require.resolve('cdktf')).resolve(name);
  } catch {
    return undefined;
  }
}

/** Stands in the place of a module, a function or an object of them, until it is used. */
function lazyModule(id: string): NodeJS.Module {
  let loaded: object | undefined;
  const real = (): object => {
    if (loaded === undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the real one takes this place
      delete require.cache[id];
      loaded = require(id) as object;
    }
    return loaded;
  };
  const exports = new Proxy(() => undefined, {
    get: (_, key) => Reflect.get(real(), key) as unknown,
    apply: (_, self, options) => Reflect.apply(real() as () => unknown, self, options) as unknown,
  });
  return { id, filename: id, path: id, loaded: true, exports } as unknown as NodeJS.Module;
}
