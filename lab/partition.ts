import type { LabContext, LabNode, LabStep } from './context.js';
import { docker } from './docker.js';

/**
 * Cuts a host off from everything but clients on this machine: packets vanish, no connection is refused.
 *
 * So an isolated leader still gets its clients' writes, which is when a second one would do harm.
 * `raw` and `mangle` see what goes through the host, to and from its containers, as well as its own.
 */
export async function partitionHost(
  context: LabContext,
  node: LabNode,
  step: LabStep,
): Promise<void> {
  await healPartition(context, node, step);
  const script = rules(context).map((rule) => `iptables -w 5 -t ${rule.replace('@', '-I')}`);
  await inHost(context, node, script.join(' && '), step);
}

/** Takes a partition back; does nothing where there is none. */
export async function healPartition(
  context: LabContext,
  node: LabNode,
  step: LabStep,
): Promise<void> {
  const script = rules(context).map(
    (rule) => `while iptables -w 5 -t ${rule.replace('@', '-D')} 2>/dev/null; do :; done`,
  );
  await inHost(context, node, script.join('; '), step);
}

export async function isPartitioned(context: LabContext, node: LabNode): Promise<boolean> {
  const script = rules(context).map(
    (rule) => `iptables -w 5 -t ${rule.replace('@', '-C')} 2>/dev/null && echo cut`,
  );
  return (await inHost(context, node, `${script.join('; ')}; true`)).includes('cut');
}

/** `@` stands for the action. */
function rules(context: LabContext): string[] {
  const { gateway } = context.network;
  return [
    `raw @ PREROUTING -i eth0 ! -s ${gateway} -j DROP`,
    `mangle @ POSTROUTING -o eth0 ! -d ${gateway} -j DROP`,
  ];
}

async function inHost(
  context: LabContext,
  node: LabNode,
  script: string,
  step?: LabStep,
): Promise<string> {
  const exec = ['exec', node.container, 'sh', '-c', script];
  return docker(context.engineHost(), exec, { signal: step?.signal, timeoutMs: 20_000 });
}
