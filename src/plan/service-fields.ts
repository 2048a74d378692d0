/** What a changed attribute of a `docker_service` costs. */
export type FieldCost = 'restart' | 'none' | 'replace';

/**
 * By the first pattern that fits the attribute's path; what none fits restarts the tasks.
 *
 * @see https://github.com/kreuzwerker/terraform-provider-docker/blob/v3.6.2/internal/provider/resource_docker_service.go (`ForceNew`)
 */
const COSTS: readonly (readonly [path: RegExp, cost: FieldCost])[] = [
  [/^name$/, 'replace'],
  [/^mode\.global$/, 'replace'],
  // In place since 3.9.0; 3.6.2 is allowed too.
  [/^labels/, 'replace'],
  [/^auth/, 'replace'],
  [/^task_spec\.container_spec\.(hosts|sysctl|dns_config|privileges|isolation)/, 'replace'],
  [/^task_spec\.(networks_advanced|runtime)/, 'replace'],
  [/^mode\.replicated\.replicas$/, 'none'],
  [/^(update_config|rollback_config|converge_config)\./, 'none'],
];

export function fieldCost(path: string): FieldCost {
  return COSTS.find(([pattern]) => pattern.test(path))?.[1] ?? 'restart';
}

/** `resources.limits.memory_bytes` for the whole path. */
export function shortField(path: string): string {
  return path.replace(/^task_spec\.(container_spec\.)?/, '');
}

/** Bytes, nano-CPUs and modes as a reader wants them. */
export function fieldText(path: string, text: string): string {
  const amount = Number(text);
  if (path.endsWith('memory_bytes')) return `${Math.round(amount / 1024 ** 2)}MB`;
  return path.endsWith('nano_cpus') ? `${amount / 1e9} CPUs` : text;
}
