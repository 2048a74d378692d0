import { z } from '../../src/core/zod.js';
import { parseBytes, parseTime } from '../../src/core/units.js';

/** A DNS label: what a service name, a volume name and a certificate can all carry. */
export const dnsLabel = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'lower-case letters, digits and dashes, a letter first');

/** A size as PostgreSQL writes it, powers of 1024. Kept as typed. */
export const byteSize = z
  .string()
  .regex(/^\s*\d+\s*(B|kB|MB|GB|TB)\s*$/, 'a size such as 512MB or 32GB');

/** A size from `least` to `most`, ends included. */
export const sizeFrom = (least: string, most: string) =>
  z
    .string()
    .regex(/^\d+\s*(B|kB|MB|GB|TB)$/, `a size from ${least} to ${most}`)
    .check(between(parseBytes, least, most));

/** A time with its unit, as HAProxy writes it, from `least` to `most`, ends included. */
export const timeFrom = (least: string, most: string) =>
  z
    .string()
    .regex(/^\d+(ms|s|m|h|d)$/, `a time from ${least} to ${most}`)
    .check(between(parseTime, least, most));

/** A PostgreSQL name we create: needs no quotes, fits NAMEDATALEN. */
export const sqlName = z
  .string()
  .max(63)
  .regex(/^[a-z_][a-z0-9_]*$/, 'lower-case letters, digits and underscores');

export const port = z.int().min(1).max(65535);

/**
 * One line of text for a generated file: a line end in it could add a setting, and no reader of YAML
 * takes other control characters.
 */
export const singleLine = z
  .string()
  .regex(
    /^(?:\t|[^\p{Cc}\p{Cs}\u2028\u2029\ufeff])*$/u,
    'text on one line without control characters',
  );

/** Absolute path of a program in the image, with its arguments. */
export const absoluteCommand = singleLine.regex(/^\/\S+( .*)?$/, 'an absolute path in the image');

/** Holds a readable text to its range; one that cannot be read is the pattern's business. */
function between(read: (text: string) => number | undefined, least: string, most: string) {
  const [minimum = 0, maximum = Infinity] = [read(least), read(most)];
  return ({ value, issues }: z.core.ParsePayload<string>) => {
    const number = read(value);
    if (number === undefined) return;
    const common = { origin: 'string', inclusive: true, input: value } as const;
    if (number < minimum) issues.push({ code: 'too_small', minimum, ...common });
    if (number > maximum) issues.push({ code: 'too_big', maximum, ...common });
  };
}
