import { createRequire } from 'node:module';

/**
 * Puts off the loading of a CommonJS module until something of it is used: who asks for it by
 * `require` gets a stand-in that loads the real one. A module that is not there is left alone.
 *
 * For our own programs only, before anything else is imported: a stand-in has no list of its keys,
 * and whoever uses the library may want one.
 *
 * @param user - package that loads it
 * @param name - as the package asks for it
 */
export function putOff(user: string, name: string): void {
  const path = pathFor(user, name);
  if (path !== undefined) require.cache[path] ??= standIn(path);
}

/**
 * Gives `exports` to whoever asks for a CommonJS module by `require`; as for `putOff`, before it is loaded.
 *
 * @param user - package that loads it
 * @param name - as the package asks for it
 */
export function putInPlace(user: string, name: string, exports: unknown): void {
  const path = pathFor(user, name);
  if (path !== undefined) require.cache[path] ??= moduleOf(path, exports);
}

const require = createRequire(import.meta.url);

function pathFor(user: string, name: string): string | undefined {
  try {
    return createRequire(require.resolve(user)).resolve(name);
  } catch {
    return undefined;
  }
}

function standIn(id: string): NodeJS.Module {
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
    // Compiled TypeScript asks this of every module at once.
    get: (_, key) => key === '__esModule' || (Reflect.get(real(), key) as unknown),
    apply: (_, self, options) => Reflect.apply(real() as () => unknown, self, options) as unknown,
  });
  return moduleOf(id, exports);
}

function moduleOf(id: string, exports: unknown): NodeJS.Module {
  return { id, filename: id, path: id, loaded: true, exports } as unknown as NodeJS.Module;
}
