import { z } from '../core/zod.js';
import { UserError } from '../core/problem.js';
import { readLiveFacts } from '../drift/read-live-facts.js';
import { tryServer } from '../live/trial-server.js';
import { topologySchema } from '../model/desired-state.js';
import type { OpTools } from '../ops/op-tools.js';
import { readClusterView } from '../ops/status.js';
import { switchover } from '../ops/switchover.js';
import { objectionTo } from '../reconciler/object-to.js';
import { checks } from '../verify/checks.js';
import { verifyCluster } from '../verify/verify-cluster.js';
import { opTools } from './op-tools.js';

/** Argument of every operation: the topology, and what only some of them read. */
export const opArgumentSchema = z.strictObject({
  topology: topologySchema,
  /** `switchover`: member that shall lead. */
  candidate: z.string().optional(),
  /** `verify`: ids of the checks to run; default all. */
  only: z.array(z.string()).optional(),
  /** `objection`: what Patroni's configuration shall be. */
  config: z.record(z.string(), z.unknown()).optional(),
});

export type OpArgument = z.output<typeof opArgumentSchema>;

type Operation = (tools: OpTools, argument: OpArgument) => Promise<unknown>;

/** One entry per guarded operation. */
const operations: Readonly<Record<string, Operation>> = {
  status: readClusterView,
  verify: async (tools, { only }) => {
    const chosen = checks.filter(({ id }) => only?.includes(id) ?? true);
    return verifyCluster({ ...tools, view: await readClusterView(tools) }, chosen);
  },
  facts: readLiveFacts,
  objection: async (tools, { config = {} }) => objectionTo({ ...tools, tryServer }, config),
  switchover: async (tools, { candidate }) => switchover(tools, candidate),
};

/** @throws UserError if there is no such operation or the operation itself is refused or fails */
export async function runOp(name: string, json: string): Promise<unknown> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    const need = `one of ${Object.keys(operations).join(', ')}`;
    throw new UserError([{ code: 'AGENT_COMMAND_UNKNOWN', at: 'agent op', got: name, need }]);
  }
  const argument = opArgumentSchema.parse(JSON.parse(json));
  return operation(await opTools(argument.topology), argument);
}
