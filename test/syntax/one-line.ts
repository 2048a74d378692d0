import fc from 'fast-check';

const SYNTAX = Array.from('\'"\\#=;:,%$ \t{}[]-!<>é');

/** Anything that may stand in a line, the characters of every format's syntax more often. */
export const oneLine = fc
  .array(fc.oneof(fc.constantFrom(...SYNTAX), fc.string({ unit: 'grapheme' })), {
    maxLength: 6,
  })
  .map((parts) => parts.join('').normalize('NFC'))
  .filter((text) => !/[\p{Cc}\u2028\u2029\ufeff]/u.test(text.replaceAll('\t', ' ')));

/** Every one of these would add a line, or make a file that its reader refuses. */
export const BROKEN = ['a\nb', 'a\rb', 'a\0b', 'a\u0085b', 'a\u2028b', 'a\u007fb'] as const;
