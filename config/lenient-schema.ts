import { z } from 'zod';

/**
 * The same shape and defaults, but nothing is refused: a value that is missing or wrong becomes
 * undefined, a key that is not known is dropped.
 *
 * What it returns lets the rules judge the sound part of a file that has other mistakes.
 */
export function lenient(schema: z.ZodType): z.ZodType {
  return relaxed(schema).catch(undefined);
}

function relaxed(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = schema.shape;
    const entries = Object.entries(shape).map(([key, below]) => [key, lenient(below)] as const);
    return z.object(Object.fromEntries(entries));
  }
  if (schema instanceof z.ZodArray) return z.array(lenient(schema.element as z.ZodType));
  if (schema instanceof z.ZodPrefault) {
    return relaxed(schema.unwrap() as z.ZodType).prefault(schema.def.defaultValue);
  }
  return schema;
}
