import { formatKeyPath, parentKeyPath, ROOT } from './key-path.js';

/** A file's content on top of its base's. */
export interface Merged {
  readonly value: unknown;
  /** Key paths that the base alone says, with everything below them. */
  readonly inherited: ReadonlySet<string>;
}

const OF_ONE_FILE = ['format', 'extends'];

type YamlMap = Readonly<Record<string, unknown>>;

/**
 * Maps are merged key by key; anything else, lists above all, replaces what the base says.
 *
 * What is about one file, `format` and `extends`, is not taken over.
 */
export function mergeBase(base: unknown, own: unknown): Merged {
  const inherited = new Set<string>();
  if (!isYamlMap(base) || !isYamlMap(own)) return { value: own, inherited };
  const shared = Object.entries(base).filter(([key]) => !OF_ONE_FILE.includes(key));
  return { value: merge(Object.fromEntries(shared), own, [], [], inherited), inherited };
}

/** @param above - the maps on the way down: an alias can put a map into itself */
function merge(
  base: YamlMap,
  own: YamlMap,
  path: readonly string[],
  above: readonly YamlMap[],
  inherited: Set<string>,
): YamlMap {
  const entries = Object.entries(own).map(([key, value]) => {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    const inCircle = above.includes(value as YamlMap);
    if (!isYamlMap(below) || !isYamlMap(value) || inCircle) return [key, value] as const;
    return [key, merge(below, value, [...path, key], [...above, own], inherited)] as const;
  });
  const added = Object.entries(base).filter(([key]) => !Object.hasOwn(own, key));
  for (const [key] of added) inherited.add(formatKeyPath([...path, key]));
  return Object.fromEntries([...entries, ...added]);
}

/** Whether the base alone says the value at `keyPath`. */
export function isInherited(keyPath: string, inherited: ReadonlySet<string>): boolean {
  for (let path = keyPath; path !== ROOT; path = parentKeyPath(path)) {
    if (inherited.has(path)) return true;
  }
  return false;
}

function isYamlMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
