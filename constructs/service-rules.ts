import { Token } from './terraform.js';

/** Attributes of a `docker_service` as Terraform's JSON spells them; only what rules read. */
export interface ServiceAttributes {
  readonly name: string;
  readonly auth?: unknown;
  readonly labels?: unknown;
  readonly mode?: { readonly global?: boolean; readonly replicated?: unknown };
  readonly converge_config?: { readonly timeout?: string };
  readonly endpoint_spec?: {
    readonly mode?: string;
    readonly ports?: readonly { readonly publish_mode?: string }[];
  };
  readonly update_config?: UpdateAttributes;
  readonly rollback_config?: UpdateAttributes;
  readonly lifecycle?: { readonly ignore_changes?: readonly string[] };
  readonly task_spec: {
    readonly container_spec: ContainerAttributes;
    readonly networks_advanced?: readonly { readonly name: string }[];
    readonly restart_policy?: Readonly<Record<string, unknown>>;
    readonly resources?: {
      readonly limits?: ResourceAttributes;
      readonly reservation?: ResourceAttributes;
    };
  };
}

interface UpdateAttributes {
  readonly failure_action?: string;
  readonly monitor?: string;
  readonly order?: string;
  readonly max_failure_ratio?: string;
}

interface ResourceAttributes {
  readonly memory_bytes?: number;
  readonly nano_cpus?: number;
}

interface ContainerAttributes {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly hosts?: unknown;
  readonly sysctl?: unknown;
  readonly stop_grace_period?: string;
  readonly mounts?: readonly { readonly type: string; readonly tmpfs_options?: unknown }[];
}

export interface ServiceRule {
  readonly code: string;
  readonly need: string;
  readonly why: string;
  holds(service: ServiceAttributes): boolean;
}

/** What must be true of every service; source: field guide section 1, one entry per rule there. */
export const serviceRules: readonly ServiceRule[] = [
  {
    code: 'SERVICE_STOP_GRACE',
    need: 'stop_grace_period is set',
    why: 'the provider sends 0 s when it is missing, and the container is killed at once',
    holds: ({ task_spec: { container_spec } }) => Boolean(container_spec.stop_grace_period),
  },
  {
    code: 'SERVICE_ENV',
    need: 'at most one entry in env',
    why: 'the provider lists them in random order, and any update could restart tasks',
    holds: ({ task_spec: { container_spec } }) => Object.keys(container_spec.env ?? {}).length <= 1,
  },
  {
    code: 'SERVICE_LABELS',
    need: 'no labels',
    why: 'changing one replaces the service with provider 3.6.2',
    holds: ({ labels }) => !labels || (Array.isArray(labels) && labels.length === 0),
  },
  {
    code: 'SERVICE_NETWORK_ID',
    need: 'networks are given by the id of a docker_network',
    why: 'a name there forces a replacement at each plan',
    holds: ({ task_spec: { networks_advanced } }) =>
      (networks_advanced ?? []).length > 0 &&
      (networks_advanced ?? []).every(({ name }) => Token.isUnresolved(name)),
  },
  {
    code: 'SERVICE_FORCES_REPLACE',
    need: 'no hosts, sysctl or auth',
    why: 'changing one replaces the service, and auth is stored in the state',
    holds: ({ auth, task_spec: { container_spec } }) =>
      !auth && !container_spec.hosts && !container_spec.sysctl,
  },
  {
    code: 'SERVICE_TMPFS',
    need: 'tmpfs mounts carry no tmpfs_options',
    why: 'size_bytes crashes provider 3.6.2',
    holds: ({ task_spec: { container_spec } }) =>
      (container_spec.mounts ?? []).every((mount) => !mount.tmpfs_options),
  },
  {
    code: 'SERVICE_DURATION',
    need: 'durations are written as Go prints them (1m30s, 2m, 500ms)',
    why: 'the provider reads them back in that form, so another one never settles',
    holds: (service) => durationsOf(service).every((text) => CANONICAL_DURATION.test(text)),
  },
  {
    code: 'SERVICE_FAILURE_RATIO',
    need: 'max_failure_ratio has one decimal',
    why: 'it is read back with one, so another form never settles',
    holds: ({ update_config, rollback_config }) =>
      [update_config, rollback_config].every((config) =>
        /^\d\.\d$/.test(config?.max_failure_ratio ?? ''),
      ),
  },
  {
    code: 'SERVICE_MONITOR',
    need: 'monitor is 5s or less where failure_action is rollback',
    why: 'a roll-back after Terraform has removed the old configs starts a service that cannot start',
    holds: ({ update_config }) =>
      update_config?.failure_action !== 'rollback' || /^[1-5]s$/.test(update_config.monitor ?? ''),
  },
  {
    code: 'SERVICE_RESTART_POLICY',
    need: 'restart_policy gives condition, delay, max_attempts and window',
    why: 'a missing delay becomes 0 s and the plan never settles',
    holds: ({ task_spec: { restart_policy } }) =>
      ['condition', 'delay', 'max_attempts', 'window'].every(
        (key) => (restart_policy?.[key] ?? undefined) !== undefined,
      ),
  },
  {
    code: 'SERVICE_IMAGE_DIGEST',
    need: 'image is repo:tag@sha256:…',
    why: 'only a create resolves a bare tag, so the second plan would differ',
    holds: ({ task_spec: { container_spec } }) =>
      /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(container_spec.image),
  },
  {
    code: 'SERVICE_PLATFORMS',
    need: 'changes of placement platforms are ignored',
    why: 'they are filled in at create and read back wrongly before 4.1.0',
    holds: ({ lifecycle }) =>
      (lifecycle?.ignore_changes ?? []).includes('task_spec[0].placement[0].platforms'),
  },
  {
    code: 'SERVICE_NETWORKS_SETTLE',
    need: 'changes of networks_advanced are ignored',
    why: 'provider 4.x reads a name back as an id, and each plan would replace the service',
    holds: ({ lifecycle }) =>
      (lifecycle?.ignore_changes ?? []).includes('task_spec[0].networks_advanced'),
  },
  {
    code: 'SERVICE_STOP_FIRST',
    need: 'update order is stop-first with a volume or a host port',
    why: 'two containers on one volume or port must never overlap',
    holds: ({ endpoint_spec, update_config, task_spec: { container_spec } }) =>
      update_config?.order === 'stop-first' ||
      ((endpoint_spec?.ports ?? []).length === 0 &&
        (container_spec.mounts ?? []).every((mount) => mount.type !== 'volume')),
  },
  {
    code: 'SERVICE_CONVERGE',
    need: 'converge_config has a timeout',
    why: 'without it an apply returns before the tasks run',
    holds: ({ converge_config }) => Boolean(converge_config?.timeout),
  },
  {
    code: 'SERVICE_MODE',
    need: 'mode is replicated',
    why: 'a global service cannot have converge_config; use replicas with max_replicas 1',
    holds: ({ mode }) => mode?.replicated !== undefined && !mode.global,
  },
  {
    code: 'SERVICE_ENDPOINT',
    need: 'endpoint mode is explicit, and dnsrr publishes host-mode ports only',
    why: 'the Swarm refuses ingress ports with dnsrr',
    holds: ({ endpoint_spec }) =>
      endpoint_spec?.mode === 'vip' ||
      (endpoint_spec?.mode === 'dnsrr' &&
        (endpoint_spec.ports ?? []).every((port) => port.publish_mode === 'host')),
  },
  {
    code: 'SERVICE_RESOURCES',
    need: 'memory and CPU have limit and reservation, whole bytes and nano-CPUs',
    why: 'tuning is computed from the limit, and the scheduler counts reservations',
    holds: ({ task_spec: { resources } }) =>
      [resources?.limits, resources?.reservation].every(
        (amount) => Number.isInteger(amount?.memory_bytes) && Number.isInteger(amount?.nano_cpus),
      ),
  },
];

/** What Go's shortest form of a duration looks like: no part over its unit, no zero tail. */
const CANONICAL_DURATION = /^(0s|[1-9]\d{0,2}ms|([1-9]\d*h)?([1-5]?\d?m)?([1-5]?\d(\.\d+)?s)?)$/;

const DURATION_KEYS = /^(delay|timeout|window|monitor|interval|start_period|stop_grace_period)$/;

function durationsOf(value: unknown, key = '', found: string[] = []): string[] {
  if (typeof value === 'string') {
    if (DURATION_KEYS.test(key)) found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) durationsOf(item, key, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) durationsOf(item, name, found);
  }
  return found;
}
