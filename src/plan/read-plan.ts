import { type ClusterRecord, clusterRecordSchema } from '../model/record/cluster-record.js';
import { recordOutput } from '../model/record/record-format.js';
import type {
  ChangeAction,
  ClusterChange,
  ResourceChange,
  ServiceChange,
} from './cluster-change.js';
import { parsePlanJson, type PlanJson, type PlanResource } from './plan-json.js';
import { planForeign, planUnreadable } from './problems.js';
import { serviceSide } from './service-side.js';

const PREFIX = recordOutput('');

/**
 * Reads the plan of a stack: every cluster that is declared in it, before and after.
 *
 * @param bytes - output of `terraform show -json`
 * @param wanted - record of the one cluster of the stack, where a plan with targets lacks it
 * @returns one change per cluster, sorted by scope; what no cluster declares is with the first
 * @throws UserError `PLAN_TOO_LARGE`, `PLAN_UNREADABLE`, `PLAN_FOREIGN`
 */
export function readPlan(bytes: Uint8Array, wanted?: ClusterRecord): ClusterChange[] {
  const parsed = parsePlanJson(bytes);
  const plan = wanted ? withRecord(parsed, wanted) : parsed;
  const outputs = Object.keys(plan.output_changes);
  const scopes = outputs
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length))
    .sort();
  const records = scopes.map((scope) => recordsOf(plan, scope));
  if (records.every(({ before, after }) => !before && !after)) throw planForeign(outputs);
  const managed = plan.resource_changes.filter(({ mode }) => mode !== 'data');
  const ownerOf = (resource: PlanResource) => owner(nameOf(resource), scopes);
  const driftOf = (scope: string) =>
    plan.resource_drift.filter((resource) => ownerOf(resource) === scope);
  const texts = {
    before: configTexts([...stateOf(plan), ...side(managed, 'before')]),
    after: configTexts(side(managed, 'after')),
  };
  return records
    .filter(({ before, after }) => before !== undefined || after !== undefined)
    .map((both, index) => {
      const own = managed.filter((resource) => ownerOf(resource) === both.scope);
      return {
        ...both,
        services: own.filter(isService).map((resource) => serviceChange(resource, texts)),
        resources: own.filter((resource) => !isService(resource)).map(resourceChange),
        foreign:
          index > 0
            ? []
            : managed.filter((resource) => ownerOf(resource) === undefined).map(resourceChange),
        lost: driftOf(both.scope)
          .filter((resource) => resource.change.actions.includes('delete'))
          .map(({ address }) => address)
          .sort(),
        drifted: driftOf(both.scope)
          .filter((resource) => isService(resource) && resource.change.actions.includes('update'))
          .map((resource) => serviceChange(resource, texts)),
      };
    });
}

/** Of a plan with targets Terraform leaves outputs out that depend on none of them. */
function withRecord(plan: PlanJson, wanted: ClusterRecord): PlanJson {
  const name = recordOutput(wanted.scope);
  const before: unknown = plan.prior_state?.values?.outputs[name]?.value;
  return { ...plan, output_changes: { [name]: { before, after: wanted } } };
}

/** The longest scope that the name begins with: `orders` and `orders-test` may share a stack. */
function owner(name: string, scopes: readonly string[]): string | undefined {
  return scopes
    .filter((scope) => name.startsWith(`${scope}-`))
    .sort((one, other) => other.length - one.length)[0];
}

interface Records {
  readonly scope: string;
  readonly before?: ClusterRecord;
  readonly after?: ClusterRecord;
}

function recordsOf({ output_changes }: PlanJson, scope: string): Records {
  const output = output_changes[recordOutput(scope)];
  const before = recordIn(output?.before, scope);
  const after = recordIn(output?.after, scope);
  return { scope, ...(before && { before }), ...(after && { after }) };
}

function recordIn(value: unknown, scope: string): ClusterRecord | undefined {
  if (value === null || value === undefined) return undefined;
  const parsed = clusterRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw planUnreadable(
    `a record of cluster ${scope} in a form this release does not know`,
    'the plan was made with a newer release of patroni-swarm',
  );
}

const isService = ({ type }: PlanResource) => type === 'docker_service';

function serviceChange(
  resource: PlanResource,
  texts: Readonly<Record<'before' | 'after', ReadonlyMap<string, string>>>,
): ServiceChange {
  const { before, after } = resource.change;
  return {
    ...resourceChange(resource),
    ...(before && { before: serviceSide(before, texts.before) }),
    ...(after && { after: serviceSide(after, texts.after) }),
  };
}

function resourceChange(resource: PlanResource): ResourceChange {
  const { address, type, deposed, action_reason: reason } = resource;
  return {
    address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
    type,
    name: nameOf(resource),
    action: actionOf(resource.change.actions),
    ...(reason !== undefined && { reason }),
  };
}

function actionOf(actions: readonly string[]): ChangeAction {
  if (actions.includes('create') && actions.includes('delete')) return 'replace';
  if (actions.includes('create')) return 'create';
  // Terraform forgets an object that nobody declares any more; it lives on, unmanaged.
  if (actions.includes('delete') || actions.includes('forget')) return 'delete';
  return actions.includes('update') ? 'update' : 'keep';
}

function nameOf({ address, change: { before, after } }: PlanResource): string {
  const name = before?.['name'] ?? after?.['name'];
  return typeof name === 'string' ? name : address;
}

interface Attributes {
  readonly type: string;
  readonly values?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Of a plan with targets, what is no target is in the state alone: the configs that a service had. */
function stateOf({ prior_state: state }: PlanJson): readonly Attributes[] {
  return state?.values?.root_module?.resources ?? [];
}

function side(resources: readonly PlanResource[], of: 'before' | 'after'): Attributes[] {
  return resources.map(({ type, change }) => ({ type, values: change[of] }));
}

/** Content of configs by name; left out where it is no text. */
function configTexts(resources: readonly Attributes[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { type, values } of resources) {
    const { name, data } = values ?? {};
    if (type !== 'docker_config' || typeof name !== 'string' || typeof data !== 'string') continue;
    const text = decoded(data);
    if (text !== undefined) texts.set(name, text);
  }
  return texts;
}

function decoded(data: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
  } catch {
    return undefined;
  }
}
