import { z } from '../src/core/zod.js';
import { anyOf } from './words.js';

/** The schema without what only says how a left-out value is filled in. */
export function bare(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

/** What the schema says about the value at `path`, or undefined where it has no such key. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const below = childOf(bare(schema), step);
  return below && schemaAt(below, rest);
}

function childOf(schema: z.ZodType, step: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    return Object.hasOwn(shape, step) ? shape[String(step)] : undefined;
  }
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  for (const option of optionsOf(schema)) {
    const below = childOf(option, step);
    if (below) return below;
  }
  return undefined;
}

/** What a value may be instead of one another; none if the schema knows one kind only. */
function optionsOf(schema: z.ZodType): z.ZodType[] {
  return schema instanceof z.ZodUnion ? schema.options.map((one) => bare(one as z.ZodType)) : [];
}

/** Keys a map may have, in the order of the schema; none where any key may stand. */
export function keysOf(schema: z.ZodType | undefined): string[] {
  const inner = schema && bare(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodRecord && inner.keyType instanceof z.ZodEnum) {
    return inner.keyType.options.map(String);
  }
  return inner ? optionsOf(inner).flatMap(keysOf) : [];
}

/** For each key of the schema, the first place that has it: `ttl` is `patroni.dcs.ttl`. */
export function placesByKey(schema: z.ZodType): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  collectPlaces(schema, '', places);
  return places;
}

function collectPlaces(schema: z.ZodType, path: string, places: Map<string, string>): void {
  const inner = bare(schema);
  if (inner instanceof z.ZodArray) {
    collectPlaces(inner.element as z.ZodType, `${path}[]`, places);
  } else if (inner instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = inner.shape;
    for (const [key, below] of Object.entries(shape)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (!places.has(key)) places.set(key, at);
      collectPlaces(below, at, places);
    }
  } else {
    for (const option of optionsOf(inner)) collectPlaces(option, path, places);
  }
}

/** What a value must be, in words: `a whole number from 20 to 3600`. */
export function wanted(schema: z.ZodType): string {
  const inner = bare(schema);
  if (inner instanceof z.ZodNumber) return wantedNumber(inner);
  if (inner.def.type === 'string') return wantedText(inner as z.ZodString);
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodEnum) return anyOf(inner.options.map(String));
  if (inner instanceof z.ZodLiteral) return anyOf([...inner.values].map(String));
  if (inner instanceof z.ZodUnion)
    return anyOf(inner.options.map((one) => wanted(one as z.ZodType)));
  if (inner instanceof z.ZodArray) return 'a list';
  if (inner instanceof z.ZodRecord) return 'a map of keys';
  const keys = keysOf(inner);
  return keys.length > 0 ? `a map with the keys ${keys.join(', ')}` : 'a map of keys';
}

function wantedNumber(schema: z.ZodNumber): string {
  const kind = schema.format === 'safeint' ? 'a whole number' : 'a number';
  const least = bound(schema.minValue);
  const most = bound(schema.maxValue);
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  if (least !== undefined) return `${kind}, ${least} or more`;
  return most === undefined ? kind : `${kind}, ${most} or less`;
}

/** zod answers the ends of the number range where the schema gives no bound. */
function bound(value: number | null): number | undefined {
  return value === null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
}

function wantedText(schema: z.ZodString): string {
  // A check's own words exist in its issue only, so an impossible text is put to the schema.
  const issues = schema.safeParse('\0').error?.issues ?? [];
  const form = issues.at(-1)?.message ?? 'text';
  return schema.maxLength === null ? form : `${form}; ${schema.maxLength} characters or fewer`;
}
