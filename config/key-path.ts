/** Writes a path as the user thinks of it: `nodes[1].name`. The root is `(file)`. */
export function formatKeyPath(path: readonly PropertyKey[]): string {
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return text.startsWith('.') ? text.slice(1) : text || ROOT;
}

/** Key path of the whole file. */
export const ROOT = '(file)';

/** Steps from `nodes[1].name` to `nodes[1]`, then `nodes`, then the root. */
export function parentKeyPath(keyPath: string): string {
  const end = Math.max(keyPath.lastIndexOf('.'), keyPath.lastIndexOf('['));
  return end > 0 ? keyPath.slice(0, end) : ROOT;
}
