import { z } from '../src/core/zod.js';
import { ROOT } from './key-path.js';

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
  if (schema instanceof z.ZodDefault) {
    return relaxed(schema.unwrap() as z.ZodType).default(schema.def.defaultValue);
  }
  if (schema instanceof z.ZodOptional) return relaxed(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodRecord) {
    return z.record(z.string(), lenient(schema.valueType as z.ZodType));
  }
  return schema;
}

/**
 * The key path of a problem, or that of the value around it which the lenient schema had to give up
 * whole: of a choice between two shapes it keeps no part.
 */
export function lostKeyPath(readable: unknown, keyPath: string): string {
  let value = readable;
  for (const step of keyPath.matchAll(/[^.[\]]+/g)) {
    if (typeof value !== 'object' || value === null) {
      return keyPath.slice(0, step.index).replace(/[.[]$/, '') || ROOT;
    }
    value = (value as Record<string, unknown>)[step[0]];
  }
  return keyPath;
}
