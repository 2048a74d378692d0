import { type YamlValue, yamlText } from '../syntax/yaml-text.js';
import { generatedHeader } from './header.js';
import { renderedFile, type RenderedFile } from './rendered-file.js';

/** A generated YAML file with its header line. */
export function yamlFile(path: string, clusterScope: string, value: YamlValue): RenderedFile {
  return renderedFile(path, `${generatedHeader(clusterScope)}\n${yamlText(value)}`);
}
