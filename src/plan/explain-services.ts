import { POOL_SHARES } from '../model/pool-room.js';
import type { ServiceTier } from '../model/record/cluster-record.js';
import { placeOf, type ServiceChange, type ServiceSide } from './cluster-change.js';
import { nothing, taskRestart, type Effect } from './effects.js';
import { keyChanges, type KeyChange } from './file-changes.js';
import type { Finding } from './finding.js';
import type { Impact } from './impact.js';
import { fieldCost, fieldText, shortField } from './service-fields.js';

/** One difference between two sides of a service, without the service. */
export interface Difference {
  readonly code: string;
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
  /** It restarts the tasks if not said otherwise. */
  readonly severity?: 'none' | 'replace' | 'data loss';
  readonly fix?: string;
}

interface Gathered {
  readonly one: Difference;
  readonly tier: ServiceTier;
  readonly services: ServiceChange[];
}

/** Shown by the pools that change with it, if they do. */
const SHARES = `env.${POOL_SHARES}`;

function restartsAnyway(before: ServiceSide, after: ServiceSide): boolean {
  const files = new Set([...before.files.keys(), ...after.files.keys()]);
  return (
    before.image !== after.image ||
    [...files].some(
      (path) => before.files.get(path)?.configName !== after.files.get(path)?.configName,
    )
  );
}

/** Image, secrets, volumes and attributes of services that stay; alike in a tier told once. */
export function explainServices(impact: Impact): Finding[] {
  const gathered = new Map<string, Gathered>();
  for (const service of impact.change.services) {
    const { before, after, action } = service;
    const tier = placeOf(impact.change, service.name)?.tier;
    if (!before || !after || !tier || action !== 'update') continue;
    const told = serviceDifferences(before, after).filter(
      ({ what }) => what !== SHARES || !restartsAnyway(before, after),
    );
    for (const one of told) {
      const id = JSON.stringify([tier, one]);
      const known = gathered.get(id) ?? { one, tier, services: [] };
      known.services.push(service);
      gathered.set(id, known);
    }
  }
  return [...gathered.values()].map((one) => finding(impact, one));
}

function finding({ change, record }: Impact, { one, tier, services }: Gathered): Finding {
  const nodes = services.flatMap(({ name }) => placeOf(change, name)?.nodes ?? []);
  const [only] = services;
  const { severity, ...rest } = one;
  const effect: Effect = severity === 'none' ? nothing() : taskRestart(record, tier, nodes);
  return {
    ...effect,
    ...(severity !== undefined && { severity }),
    ...rest,
    object: services.length === 1 && only ? only.name : tier,
    before: { text: one.before },
    after: { text: one.after },
    causes: [],
    resources: services.map(({ address }) => address),
  };
}

/** Image, secrets, volumes and attributes that differ; files are told by their content elsewhere. */
export function serviceDifferences(before: ServiceSide, after: ServiceSide): Difference[] {
  return [
    ...image(before, after),
    ...secrets(before, after),
    ...keyChanges(before.volumes, after.volumes).map(volume),
    ...keyChanges(before.fields, after.fields)
      // A volume is told as such.
      .filter(({ key }) => !/mounts(\[.*\])?\.(source|target|type)$/.test(key))
      .map(field),
  ];
}

function image(before: ServiceSide, after: ServiceSide): Difference[] {
  if (before.image === after.image) return [];
  return [
    {
      code: 'IMAGE',
      what: 'another image',
      before: before.image,
      after: after.image,
      why: 'a container keeps its image: tasks are started anew with the new one',
    },
  ];
}

function secrets(before: ServiceSide, after: ServiceSide): Difference[] {
  const mounted = [...new Set([...before.secrets.keys(), ...after.secrets.keys()])].sort();
  return mounted.flatMap((path): Difference[] => {
    const old = before.secrets.get(path);
    const now = after.secrets.get(path);
    if (old?.name === now?.name && old?.id === now?.id) return [];
    const again = old?.name === now?.name ? ', made anew under the same name' : '';
    return [
      {
        code: 'SECRET',
        what: `the secret mounted as ${path}`,
        before: old?.name ?? 'not mounted',
        after: now ? `${now.name}${again}` : 'not mounted',
        why: 'a container keeps its secrets: tasks are started anew with the new one',
      },
    ];
  });
}

function volume({ key, before, after }: KeyChange): Difference {
  return {
    code: 'VOLUME',
    severity: 'data loss',
    what: `the volume mounted as ${key}`,
    before: before ?? 'not mounted',
    after: after ?? 'not mounted',
    why: 'the member starts on another volume: what the old one holds is out of its sight',
    fix: 'keep scope and nodes[].name, which name the volume',
  };
}

function field({ key, before, after }: KeyChange): Difference {
  const text = (value: string | undefined) =>
    value === undefined ? 'not set' : fieldText(key, value);
  const told = { what: shortField(key), before: text(before), after: text(after) };
  switch (fieldCost(key)) {
    case 'replace':
      return {
        code: 'SERVICE_FIELD',
        severity: 'replace',
        ...told,
        why: 'the provider cannot change it: the service is destroyed and made anew',
      };
    case 'none':
      return {
        code: 'SERVICE_FIELD',
        severity: 'none',
        ...told,
        why: 'Swarm changes it without restarting a task',
      };
    case 'restart':
      return shrinks(key, before, after)
        ? {
            code: 'MEMORY_LOWERED',
            ...told,
            why: 'Swarm starts tasks anew with the new limit, whatever PostgreSQL has taken',
            fix: 'patroni-swarm deploy makes two applies of it; with Terraform alone, lower the parameters first',
          }
        : {
            code: 'SERVICE_FIELD',
            ...told,
            why:
              told.what === SHARES
                ? 'each PgBouncer works out by it, at its start, what its pools may take of max_connections'
                : 'Swarm starts tasks anew when it changes',
          };
  }
}

function shrinks(key: string, before: string | undefined, after: string | undefined): boolean {
  return key.endsWith('limits.memory_bytes') && Number(after) < Number(before);
}
