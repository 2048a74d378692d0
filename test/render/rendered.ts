import type { ClusterInput } from '../../config/schema/cluster.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { listFiles, renderAll } from '../../src/render/render-all.js';
import { parseYamlText } from '../../src/syntax/yaml-text.js';
import { clusterConfig } from '../model/cluster-config.js';

/** Text of every generated file under its golden name. */
export function renderedTexts(overrides: Partial<ClusterInput> = {}): Map<string, string> {
  const files = listFiles(renderAll(resolveCluster(clusterConfig(overrides))));
  return new Map([...files].map(([name, { text }]) => [name, text]));
}

export function renderedText(name: string, overrides: Partial<ClusterInput> = {}): string {
  const text = renderedTexts(overrides).get(name);
  if (text === undefined) throw new Error(`nothing renders ${name}`);
  return text;
}

export function renderedYaml(name: string, overrides: Partial<ClusterInput> = {}): unknown {
  return parseYamlText(renderedText(name, overrides));
}
