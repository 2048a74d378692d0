import { z } from '../src/core/zod.js';
import { bare, keysOf, wanted } from './schema-tree.js';

/** One key of the cluster file, as its row says it. */
export interface SettingRow {
  /** `nodes[].tags.nosync`; `NAME` stands for a key the user chooses. */
  readonly keyPath: string;
  readonly value: string;
  readonly default: string;
  readonly description: string;
}

/** Every key that has a value of its own, in the order of the schema. */
export function settingRows(schema: z.ZodType, keyPath = '', about = ''): SettingRow[] {
  const description = descriptionOf(schema) ?? about;
  const inner = bare(schema);
  const isMapOfNames = inner instanceof z.ZodRecord;
  const below = childrenOf(inner).flatMap(([step, child]) => {
    const path = keyPath === '' || step === '[]' ? keyPath + step : `${keyPath}.${step}`;
    return settingRows(child, path, isMapOfNames ? description : '');
  });
  const isChoice = inner instanceof z.ZodUnion;
  const isListOfValues = inner instanceof z.ZodArray && below.length === 1;
  if (below.length > 0 && !isChoice && !isListOfValues) return below;
  const own = {
    keyPath,
    value: isListOfValues ? `a list: ${below[0]?.value ?? ''}` : wanted(schema),
    default: defaultOf(schema, keyPath.endsWith('NAME')),
    description,
  };
  return isListOfValues ? [own] : [own, ...below];
}

function childrenOf(schema: z.ZodType): [string, z.ZodType][] {
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = schema.shape;
    return Object.entries(shape);
  }
  if (schema instanceof z.ZodArray) return [['[]', schema.element as z.ZodType]];
  if (schema instanceof z.ZodRecord) {
    const keys = keysOf(schema);
    const value = schema.valueType as z.ZodType;
    return keys.length > 0 ? keys.map((key) => [key, value]) : [['NAME', value]];
  }
  if (schema instanceof z.ZodUnion) {
    const maps = (schema.options as z.ZodType[]).filter((one) => bare(one) instanceof z.ZodObject);
    return maps.flatMap(childrenOf);
  }
  return [];
}

/** The words of the key itself; those of a type that several keys share come second. */
export function descriptionOf(schema: z.ZodType): string | undefined {
  if (schema.description !== undefined) return schema.description;
  const inner = bare(schema);
  return inner === schema ? undefined : inner.description;
}

function defaultOf(schema: z.ZodType, isChosen: boolean): string {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const value: unknown = schema.def.defaultValue;
    return Array.isArray(value) && value.length === 0 ? 'none' : `\`${written(value)}\``;
  }
  return schema instanceof z.ZodOptional || isChosen ? '–' : 'required';
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
