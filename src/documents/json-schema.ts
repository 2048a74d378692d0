import { z } from '../core/zod.js';
import { parameterNames } from './parameter-names.js';

/** What of a JSON Schema is read or changed here. */
interface JsonSchema {
  [keyword: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/**
 * The schema of a cluster file as an editor reads it (draft 7, `yaml-language-server`).
 *
 * It accepts every file that `validate` accepts. Any key but `format` may come from a base, so an
 * editor cannot say that one is missing; sums and rules between keys are `validate`'s alone.
 */
export function renderJsonSchema(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  makePortable(json);
  allowParts(json);
  const parameters = json.properties?.['postgresql']?.properties?.['parameters'];
  if (parameters) parameters['allOf'] = [parameterNames()];
  const whole = { ...json, title: 'patroni-swarm cluster file', required: ['format'] };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** `\p{Cc}` and `\p{Cs}` for a reader that sees a sign outside the first plane as two halves. */
const CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
const SURROGATES = '\\ud800-\\udfff';
const PAIR = '[\\ud800-\\udbff][\\udc00-\\udfff]';

/** Not every editor reads patterns with the `u` flag; a format is known by its pattern. */
function makePortable(node: Record<string, unknown>): void {
  const { pattern, format } = node;
  if (typeof format === 'string') delete node['format'];
  if (typeof pattern === 'string') {
    node['pattern'] = pattern.replaceAll('[^\\p{Cc}\\p{Cs}', `${PAIR}|[^${CONTROL}${SURROGATES}`);
  }
  for (const below of Object.values(node)) {
    if (typeof below === 'object' && below !== null) makePortable(below as typeof node);
  }
}

/** Maps are merged with those of a base; an entry of a list is always whole. */
function allowParts(schema: JsonSchema): void {
  delete schema.required;
  for (const below of Object.values(schema.properties ?? {})) allowParts(below);
}
