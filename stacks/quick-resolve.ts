import { createRequire } from 'node:module';

/** Values and strings in, tokens replaced and `undefined` left out. */
export type Resolve = (scope: unknown, value: unknown, preparing?: boolean) => unknown;

/**
 * Lets cdktf resolve quickly what holds no token, while `work` runs.
 *
 * cdktf resolves each element and then the whole stack again. For every single value it makes a
 * dozen objects and searches four patterns, and of a hundred values one is a token: three quarters
 * of the time of its synth.
 */
export function withQuickResolve<T>(work: () => T): T {
  const tokens = tokensOfCdktf();
  if (tokens === undefined) return work();
  const { resolve } = tokens;
  tokens.resolve = quickResolve(resolve);
  try {
    return work();
  } finally {
    tokens.resolve = resolve;
  }
}

/** The module through which cdktf's stack resolves; undefined for a cdktf without it. */
function tokensOfCdktf(): { resolve: Resolve } | undefined {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('cdktf'));
    return require('./_tokens.js') as { resolve: Resolve };
  } catch {
    return undefined;
  }
}

/**
 * Copies what cannot hold a token and gives everything else to `resolve`: same result.
 *
 * @see cdktf 0.21.0, lib/tokens/private/resolve.js and encoding.js
 */
export function quickResolve(resolve: Resolve): Resolve {
  return (scope, value, preparing) => {
    const visit = (part: unknown): unknown => {
      if (isPlain(part)) return part;
      if (Array.isArray(part) && !part.some(mayBeToken)) {
        return part.map(visit).filter((item) => item !== undefined);
      }
      if (!isPlainObject(part)) return resolve(scope, part, preparing);
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(part)) {
        if (mayBeToken(key)) return resolve(scope, part, preparing);
        const resolved = visit(item);
        if (resolved !== undefined) result[key] = resolved;
      }
      return result;
    };
    return isMergedStack(scope, value) ? value : visit(value);
  };
}

/** What a stack has put together from resolved elements; only its own overrides were not resolved. */
function isMergedStack(scope: unknown, value: unknown): boolean {
  const overrides = (scope as { readonly rawOverrides?: object } | undefined)?.rawOverrides;
  if (overrides === undefined || Object.keys(overrides).length > 0) return false;
  return isPlainObject(value) && '//' in value && 'terraform' in value;
}

/** A token in a text is marked; a number that is one has an exponent of three digits. */
function mayBeToken(value: unknown): boolean {
  if (typeof value === 'string') {
    return value.includes('TfToken[') || (value.includes('e+') && /e\+\d{3}/.test(value));
  }
  return typeof value === 'number' && !Number.isSafeInteger(value);
}

function isPlain(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean') return true;
  return (typeof value === 'string' || typeof value === 'number') && !mayBeToken(value);
}

/** A map of values; an object that resolves itself is a token. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return typeof (value as { resolve?: unknown }).resolve !== 'function';
}
