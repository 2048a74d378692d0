import { Document, parse, Scalar, visit } from 'yaml';
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
  const document = new Document(value, {
    schema: 'yaml-1.1',
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar: (_, node) => {
      protect(node);
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true });
}

export function parseYamlText(text: string): unknown {
  return parse(text, { schema: 'yaml-1.1' }) as unknown;
}

/**
 * Quotes a text that holds anything unusual. The library knows which words are numbers and switches;
 * PyYAML is stricter than it about `=`, tabs and leading signs.
 */
function protect(node: Scalar): void {
  if (typeof node.value !== 'string') return;
  assertOneLine(node.value, 'text');
  // Never quoted by the library, which merges keys only; a tag says that it is a text.
  if (node.value === '<<') node.tag = 'tag:yaml.org,2002:str';
  if (!/^[A-Za-z0-9/][ A-Za-z0-9/_.,:@%+()=-]*$/.test(node.value)) node.type = Scalar.QUOTE_SINGLE;
}
