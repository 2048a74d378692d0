import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTerraform, type TerraformEnded, type TerraformOptions } from './terraform-process.js';
import { terraformFailed } from './terraform-problems.js';

/** Name of the plan that `plan` writes beside the stack. */
export const PLAN_FILE = 'patroni-swarm.tfplan';
const LOCK_TIMEOUT = '-lock-timeout=30s';
/** Exit code of `plan -detailed-exitcode` when there is something to apply. */
const CHANGES = 2;
const INIT_STAMP = '.terraform/patroni-swarm-init';

export interface ResourceCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface PlanSummary extends ResourceCounts {
  /** Nothing to apply, outputs included. */
  readonly empty: boolean;
}

/** One resource of the stack, as synthesised. */
export interface DeclaredResource {
  readonly address: string;
  /** Last part of the address. */
  readonly name: string;
}

/** One resource of a plan. */
export interface PlannedChange {
  readonly address: string;
  /** Such as `docker_service`. */
  readonly type: string;
  /** `name` the resource will have, if it has one. */
  readonly name?: string;
  /** As Terraform writes them: `['create']`, `['delete', 'create']`, `['no-op']`. */
  readonly actions: readonly string[];
  /** Terraform's `action_reason`. */
  readonly reason?: string;
  /** Attributes as the provider names them; none before a create, none after a delete. */
  readonly before?: Attributes;
  readonly after?: Attributes;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** The part of `show -json` that is read. */
interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly action_reason?: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before?: Attributes | null;
      readonly after?: (Attributes & { readonly name?: string }) | null;
    };
  }[];
}

/** Terraform, or OpenTofu, in one stack's directory. */
export interface Terraform {
  /** Installs providers and sets the backend up, unless that was done for the same content. */
  init(): Promise<void>;
  /** Every resource that the stack declares. */
  declared(): DeclaredResource[];
  /**
   * Writes a plan beside the stack.
   *
   * @param targets - addresses to plan, and what they depend on; all when left out or empty
   */
  plan(targets?: readonly string[]): Promise<PlanSummary>;
  /**
   * What a plan does to each resource.
   *
   * @param file - a saved plan; the one beside the stack when left out
   */
  plannedChanges(file?: string): Promise<PlannedChange[]>;
  /**
   * What `terraform show -json` prints of a plan.
   *
   * @param file - a saved plan; the one beside the stack when left out
   */
  showPlan(file?: string): Promise<Uint8Array>;
  /** Takes what exists under management, without changing it. */
  adopt(address: string, id: string): Promise<void>;
  /** @param file - a saved plan; the one beside the stack when left out */
  applyPlan(file?: string): Promise<ResourceCounts>;
  destroy(): Promise<ResourceCounts>;
}

/** @throws UserError `TERRAFORM_FAILED` from every method */
export function terraformIn(options: TerraformOptions): Terraform {
  const change = async (command: string, args: readonly string[]): Promise<ResourceCounts> =>
    countsOf(await run(options, command, ['-json', '-input=false', LOCK_TIMEOUT, ...args]));
  const plan = async (targets: readonly string[]): Promise<PlanSummary> => {
    const only = targets.map((address) => `-target=${address}`);
    const output = ['-detailed-exitcode', `-out=${PLAN_FILE}`];
    const args = ['-json', '-input=false', LOCK_TIMEOUT, ...output, ...only];
    const ended = await run(options, 'plan', args);
    return { ...countsOf(ended), empty: ended.exitCode === 0 };
  };
  const init = async (): Promise<void> => {
    const stamp = initStamp(options);
    const stampFile = join(options.directory, INIT_STAMP);
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
    await run(options, 'init', ['-input=false', '-no-color']);
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
  };
  return {
    init,
    declared: () => declaredIn(options.directory),
    plan: async (targets = []) => {
      try {
        return await plan(targets);
      } catch (error) {
        if (!asksForInit(error)) throw error;
        // Providers were removed behind our back, as when a provider mirror is rebuilt.
        rmSync(join(options.directory, INIT_STAMP), { force: true });
        await init();
        return await plan(targets);
      }
    },
    plannedChanges: async (file = PLAN_FILE) => {
      const quiet = { ...options, report: () => undefined };
      const { stdout } = await run(quiet, 'show', ['-json', file]);
      return plannedChangesIn(Buffer.from(stdout, 'utf8'));
    },
    showPlan: async (file = PLAN_FILE) => {
      const quiet = { ...options, report: () => undefined };
      const { stdout } = await run(quiet, 'show', ['-json', file]);
      return Buffer.from(stdout, 'utf8');
    },
    adopt: async (address, id) => {
      const quiet = { ...options, report: () => undefined };
      await run(quiet, 'import', ['-input=false', '-no-color', LOCK_TIMEOUT, address, id]);
    },
    applyPlan: (file = PLAN_FILE) => change('apply', [file]),
    destroy: () => change('destroy', ['-auto-approve']),
  };
}

async function run(options: TerraformOptions, command: string, args: readonly string[]) {
  const ended = await runTerraform(options, [command, ...args]);
  if (ended.exitCode === 0 || (command === 'plan' && ended.exitCode === CHANGES)) return ended;
  options.signal.throwIfAborted();
  throw terraformFailed(command, ended);
}

/** What `init` depends on: providers, backend, provider mirror, program. */
function initStamp({ directory, binary, env }: TerraformOptions): string {
  const stack = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    terraform?: unknown;
  };
  const cliConfig = env['TF_CLI_CONFIG_FILE'];
  const cliConfigText = cliConfig && existsSync(cliConfig) ? readFileSync(cliConfig, 'utf8') : '';
  const text = JSON.stringify([stack.terraform, cliConfigText, binary]);
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function declaredIn(directory: string): DeclaredResource[] {
  const { resource = {} } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    resource?: Record<string, Record<string, unknown>>;
  };
  return Object.entries(resource).flatMap(([type, resources]) =>
    Object.keys(resources).map((name) => ({ address: `${type}.${name}`, name })),
  );
}

function asksForInit(error: unknown): boolean {
  return error instanceof Error && /(terraform|tofu) init/.test(error.message);
}

function countsOf({ messages }: TerraformEnded): ResourceCounts {
  const { changes } = messages.findLast(({ type }) => type === 'change_summary') ?? {};
  return { add: changes?.add ?? 0, change: changes?.change ?? 0, remove: changes?.remove ?? 0 };
}

/** What a plan does to each resource, from its JSON. */
export function plannedChangesIn(planJson: Uint8Array): PlannedChange[] {
  const { resource_changes } = JSON.parse(Buffer.from(planJson).toString('utf8')) as PlanJson;
  return (resource_changes ?? []).map(({ address, type, action_reason: reason, change }) => {
    const { actions, after, before } = change;
    return {
      address,
      type,
      actions,
      ...(reason !== undefined && { reason }),
      ...(after?.name !== undefined && { name: after.name }),
      ...(before && { before }),
      ...(after && { after }),
    };
  });
}
