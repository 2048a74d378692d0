import { Document, parse, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { assertOneLine } from './line-text.js';

export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

/**
 * Writes YAML with sorted keys, no folded lines and no anchors.
 *
 * By the rules of YAML 1.1, as Patroni (PyYAML) reads it: there a bare `on` is a boolean and `1:30`
 * a number, so texts like these get quotes. etcd reads the result alike.
 *
 * @param value - texts are single lines
 */
export function yamlText(value: YamlValue): string {
  const document = new Document<YamlNode, false>(null, options);
  document.contents = nodeOf(value);
  return document.toString({ lineWidth: 0, singleQuote: true });
}

/** One for all documents: the library makes one for each document otherwise. */
const { schema } = new Document(null, { schema: 'yaml-1.1' });
const options = { schema, aliasDuplicateObjects: false } as const;

export function parseYamlText(text: string): unknown {
  return parse(text, { schema: 'yaml-1.1' }) as unknown;
}

type YamlNode = Scalar | YAMLMap | YAMLSeq;

/** Made by hand: the library's own way asks every tag of the schema about every value. */
function nodeOf(value: YamlValue): YamlNode {
  if (typeof value === 'string') return textNode(value);
  if (typeof value !== 'object') return new Scalar(value);
  if (isList(value)) {
    const sequence = new YAMLSeq(schema);
    sequence.items = value.map(nodeOf);
    return sequence;
  }
  const map = new YAMLMap<Scalar, YamlNode>(schema);
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) map.items.push(new Pair(textNode(key), nodeOf(item)));
  }
  return map;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/**
 * Quotes a text that holds anything unusual. The library knows which words are numbers and switches;
 * PyYAML is stricter than it about `=`, tabs and leading signs.
 */
function textNode(text: string): Scalar<string> {
  assertOneLine(text, 'text');
  const node: Scalar<string> = new Scalar(text);
  // Never quoted by the library, which merges keys only; a tag says that it is a text.
  if (text === '<<') node.tag = 'tag:yaml.org,2002:str';
  if (!/^[A-Za-z0-9/][ A-Za-z0-9/_.,:@%+()=-]*$/.test(text)) node.type = Scalar.QUOTE_SINGLE;
  return node;
}
