/** First line of a generated file, behind the format's comment sign. */
export function generatedHeader(clusterScope: string): string {
  return `# Generated for cluster ${clusterScope} by patroni-swarm: change the cluster file, not this one.`;
}
