import { isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Scalar } from 'yaml';
import type { SourcePosition } from '../src/core/problem.js';
import { formatKeyPath, parentKeyPath, ROOT } from './key-path.js';
import { isInherited } from './merge-base.js';

interface Place {
  readonly key: number;
  readonly value: number;
  /** The file both stand in. */
  readonly within: Positions;
}

/**
 * Where each key path stands in a YAML file, or in a base of it. Nothing throws: an unknown path has
 * its parent's place.
 */
export class Positions {
  /** Keys that a map of the file has more than once: each further one, in file order. */
  readonly repeated: { readonly at: string; readonly source: SourcePosition }[] = [];
  readonly #places = new Map<string, Place>();

  constructor(
    /** Name of the file as problems print it. */
    readonly file: string,
    private readonly lines?: LineCounter,
    root?: Node | null,
  ) {
    if (root) this.#collect(root, [], start(root) ?? 0);
  }

  /** The same with the places in `base` of what this file takes from it. */
  onTopOf(base: Positions, inherited: ReadonlySet<string>): Positions {
    const merged = new Positions(this.file, this.lines);
    for (const [keyPath, place] of base.#places) {
      if (isInherited(keyPath, inherited)) merged.#places.set(keyPath, place);
    }
    for (const [keyPath, place] of this.#places) merged.#places.set(keyPath, place);
    return merged;
  }

  /** Place of the value, or of the nearest key above it that the file has. */
  ofValue(keyPath: string): SourcePosition {
    const place = this.#places.get(keyPath);
    return place ? place.within.atOffset(place.value) : this.ofKey(parentKeyPath(keyPath));
  }

  /** Place of the value if the file, or a base of it, has it. */
  ofGiven(keyPath: string): SourcePosition | undefined {
    return this.#places.has(keyPath) ? this.ofValue(keyPath) : undefined;
  }

  /** Place of the key itself, or of the nearest key above it that the file has. */
  ofKey(keyPath: string): SourcePosition {
    const place = this.#places.get(keyPath);
    if (place) return place.within.atOffset(place.key);
    return keyPath === ROOT ? this.atOffset(0) : this.ofKey(parentKeyPath(keyPath));
  }

  atOffset(offset: number): SourcePosition {
    // Before the first line is known the counter answers line 0.
    const { line, col } = this.lines?.linePos(offset) ?? { line: 1, col: 1 };
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  // An alias stays a leaf: what it stands for is written, and reported, elsewhere; it cannot multiply.
  #collect(node: Node, path: PropertyKey[], key: number): void {
    this.#places.set(formatKeyPath(path), { key, value: start(node) ?? key, within: this });
    if (isMap(node)) {
      const names = new Set<string>();
      for (const pair of node.items) {
        const name = keyName(pair.key);
        const at = isNode(pair.key) ? (start(pair.key) ?? key) : key;
        const below = [...path, name];
        if (names.has(name)) {
          this.repeated.push({ at: formatKeyPath(below), source: this.atOffset(at) });
        }
        names.add(name);
        if (isNode(pair.value)) this.#collect(pair.value, below, at);
        else this.#places.set(formatKeyPath(below), { key: at, value: at, within: this });
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        if (isNode(item)) this.#collect(item, [...path, index], start(item) ?? key);
      });
    }
  }
}

/** A key that is a list or a map is refused elsewhere; to write it out could take any time. */
function keyName(key: unknown): string {
  return isScalar(key) ? ((key as Scalar<string | null>).value ?? '') : '?';
}

/** Offset of the first character, or undefined for a value that was left out (`ttl:`). */
function start(node: Node): number | undefined {
  const [from, to] = node.range ?? [0, 0];
  return to > from ? from : undefined;
}
