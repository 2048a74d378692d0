import { Random } from './random.js';

/** One broken file: what was done to it, and its bytes. */
export interface Mutation {
  readonly how: string;
  readonly bytes: Buffer;
}

type Mutator = (bytes: Buffer, random: Random) => Buffer;

const SCRAPS = [
  ...[
    '[',
    ']',
    '{',
    '}',
    ': ',
    ' #',
    '\n  ',
    '- ',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: ',
    '!!binary ',
    '|\n',
  ],
  ...[
    '>',
    '%YAML 1.1\n---\n',
    '? ',
    '\n...\n',
    '\n---\n',
    '\t',
    '\0',
    '\r',
    '\uFEFF',
    '\u2028',
    '\u202e',
  ],
  ...[
    'null',
    '~',
    '-1',
    '0x10',
    '1e999',
    '.nan',
    '.inf',
    '2024-01-01',
    '9'.repeat(400),
    '{}',
    '[]',
  ],
  ...[
    '__proto__: 1',
    'constructor: x',
    'toString: {}',
    'hasOwnProperty: 1',
    '${jndi}',
    '\ud83d\ude00',
  ],
].map((text) => Buffer.from(text));

/** Small damage: what an editor, a merge or a disk does. */
const small: Record<string, Mutator> = {
  flip(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let left = 1 + random.below(3); left > 0; left -= 1) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  },
  truncate: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  cut(bytes, random) {
    const from = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + random.below(20))]);
  },
  repeat(bytes, random) {
    const from = random.below(bytes.length);
    const to = from + random.below(200);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  insert: (bytes, random) => insertAt(bytes, random.below(bytes.length + 1), random.pick(SCRAPS)),
  shuffleLines: (bytes, random) => Buffer.from(random.shuffled(linesOf(bytes)).join('\n')),
  moveLine(bytes, random) {
    const lines = linesOf(bytes);
    const [line = ''] = lines.splice(random.below(lines.length), 1);
    lines.splice(random.below(lines.length + 1), 0, line);
    return Buffer.from(lines.join('\n'));
  },
  indent(bytes, random) {
    const lines = linesOf(bytes);
    const at = random.below(lines.length);
    lines[at] = random.pick([' ', '  ', '\t', '- ']) + (lines[at] ?? '');
    return Buffer.from(lines.join('\n'));
  },
  swapTokens(bytes, random) {
    const tokens = bytes.toString('latin1').split(/([\w.-]+)/);
    const words = tokens.flatMap((token, index) => (/\w/.test(token) ? [index] : []));
    if (words.length === 0) return bytes;
    const [a, b] = [random.pick(words), random.pick(words)];
    [tokens[a], tokens[b]] = [tokens[b] ?? '', tokens[a] ?? ''];
    return Buffer.from(tokens.join(''), 'latin1');
  },
  replaceToken(bytes, random) {
    const tokens = bytes.toString('latin1').split(/([\w.-]+)/);
    const words = tokens.flatMap((token, index) => (/\w/.test(token) ? [index] : []));
    if (words.length > 0) tokens[random.pick(words)] = random.pick(SCRAPS).toString('latin1');
    return Buffer.from(tokens.join(''), 'latin1');
  },
  windowsLines: (bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  utf16: (bytes) => Buffer.from(`\uFEFF${bytes.toString('utf8')}`, 'utf16le'),
  byteOrderMark: (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
};

const OPENINGS = [
  ...[
    ['[', ']'],
    ['{a: ', '}'],
    ['{? ', '}'],
    ['- ', ''],
    ['? ', ''],
    ['- ? ', ''],
    ['&a ', ''],
  ],
  ...[
    ['!a ', ''],
    ['[[],', ']'],
    ['{a: &b [', ']}'],
    ['"', ''],
    ['a: |\n ', ''],
    ['# \n', ''],
  ],
];

/** Damage by size: what could take all time, memory or stack. */
const large: Record<string, Mutator> = {
  nesting(bytes, random) {
    const [open = '', close = ''] = random.pick(OPENINGS);
    const depth = random.pick([100, 1_000, 5_000, 20_000]);
    const deep = open.repeat(depth) + (random.below(2) === 0 ? close.repeat(depth) : '');
    return insertValue(bytes, random, deep);
  },
  hugeScalar(bytes, random) {
    const unit = random.pick(['x', '9', '\\n', 'x ', '\u00e9', '"', "''", '%', 'host ', 'a,']);
    const quote = random.pick(['', '"', "'"]);
    return insertValue(
      bytes,
      random,
      quote + unit.repeat(random.pick([500, 5_000, 30_000])) + quote,
    );
  },
  manyKeys(bytes, random) {
    const count = random.pick([100, 1_000, 4_000]);
    const keys = Array.from({ length: count }, (_, index) => `k${index}: ${index}`);
    return insertValue(bytes, random, `{${keys.join(', ')}}`);
  },
  manyItems: (bytes, random) =>
    insertValue(
      bytes,
      random,
      `[${random.pick(['', 'a', '{}', '{name: a}', '*a'])},`.repeat(1) + 'a,'.repeat(5_000) + ']',
    ),
  aliases(bytes, random) {
    const levels = 2 + random.below(12);
    const rows = Array.from({ length: levels }, (_, level) => {
      const below = level === 0 ? 'x' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
    });
    const bomb = Buffer.from(`\n${rows.join('\n')}\ndatabases: *a${levels - 1}\n`);
    return Buffer.concat([bytes, bomb]);
  },
  anchors(bytes, random) {
    const count = random.pick([100, 1_000, 3_000]);
    const rows = Array.from(
      { length: count },
      (_, index) => `b${index}: &b${index} *b${index - 1}`,
    );
    return Buffer.concat([bytes, Buffer.from(`\n${rows.join('\n')}\n`)]);
  },
  circle: (bytes, random) => insertValue(bytes, random, '&me [*me, { a: *me }]'),
  megabyte(bytes, random) {
    const copies = Math.ceil(1_000_000 / Math.max(1, bytes.length));
    const unit = random.below(2) === 0 ? bytes : Buffer.from(random.pick(['[', 'a: ', '\0', '\n']));
    return Buffer.concat(Array.from({ length: copies }, () => unit));
  },
  noise(_, random) {
    return Buffer.from(Array.from({ length: 1 + random.below(4_000) }, () => random.below(256)));
  },
};

/** One in so many files is damaged by size. */
const LARGE_SHARE = 30;

/** The file of number `seed`: one of `originals` with one to three kinds of damage. */
export function mutate(originals: readonly Buffer[], seed: number): Mutation {
  const random = new Random(seed);
  let bytes = random.pick(originals);
  const how: string[] = [];
  const apply = (mutators: Record<string, Mutator>) => {
    const name = random.pick(Object.keys(mutators));
    how.push(name);
    bytes = (mutators[name] as Mutator)(bytes, random);
  };
  if (random.below(LARGE_SHARE) === 0) apply(large);
  else for (let left = random.pick([1, 1, 2, 3]); left > 0; left -= 1) apply(small);
  return { how: how.join(', '), bytes };
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

function insertAt(bytes: Buffer, at: number, inserted: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

/** Where a value begins, so that the damage is read as one. */
function insertValue(bytes: Buffer, random: Random, value: string): Buffer {
  const starts = [...bytes.toString('latin1').matchAll(/: |- |, /g)].map(({ index }) => index + 2);
  const at = starts.length > 0 ? random.pick(starts) : bytes.length;
  return insertAt(bytes, at, Buffer.from(value));
}
