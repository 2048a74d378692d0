import type { ServiceTier } from '../model/record/cluster-record.js';
import { placeOf, type ResourceChange, type ServiceChange } from './cluster-change.js';
import { gapOf, nothing, nodesOf, type Effect } from './effects.js';
import type { Finding } from './finding.js';
import { resourcesOf, type Impact } from './impact.js';

/** Services and networks that come, go, or are made anew. */
export function explainObjects(impact: Impact): Finding[] {
  const { change } = impact;
  if (isWhole(impact, 'create')) return [wholeCluster(impact, 'create')];
  if (isWhole(impact, 'delete')) return [wholeCluster(impact, 'delete')];
  return [
    ...change.services.flatMap((service) => serviceFinding(impact, service)),
    ...change.resources
      .filter(({ type }) => type === 'docker_network')
      .flatMap((network) => networkFinding(impact, network)),
    ...change.foreign.filter(({ action }) => action !== 'keep').map(foreignFinding),
  ];
}

function isWhole({ change }: Impact, action: 'create' | 'delete'): boolean {
  const members = change.services.filter((one) => one.type === 'docker_service');
  return members.length > 0 && members.every((one) => one.action === action);
}

function wholeCluster({ change, record }: Impact, action: 'create' | 'delete'): Finding {
  const all = [...change.services, ...change.resources];
  const told = {
    object: record.scope,
    causes: [],
    resources: all.filter((one) => one.action === action).map(({ address }) => address),
  };
  const members = nodesOf(record, 'patroni');
  if (action === 'create') {
    return {
      code: 'CLUSTER_CREATED',
      ...nothing('live'),
      members,
      what: `cluster ${record.scope} is created`,
      why: 'none of its services exists yet',
      ...told,
    };
  }
  return {
    code: 'CLUSTER_DESTROYED',
    severity: 'replace',
    members,
    clients: 'all lose the database',
    what: `cluster ${record.scope} is destroyed`,
    why: 'every service is deleted; the volumes with the data stay on their hosts',
    fix: 'patroni-swarm destroy says what stays where',
    ...told,
  };
}

/** What clients lose with a service of a tier. */
const GONE: Readonly<Record<Exclude<ServiceTier, 'reconciler'>, string>> = {
  etcd: 'without a quorum of etcd no failover happens',
  patroni: 'of a leader that goes, connections end until another leads',
  haproxy: 'none can connect until it is there again',
  pgbouncer: 'no pooled client can connect until it is there again',
};

function serviceFinding(impact: Impact, service: ServiceChange): Finding[] {
  const { change, record } = impact;
  const place = placeOf(change, service.name);
  if (!place || service.action === 'keep' || service.action === 'update') return [];
  const told = {
    object: service.name,
    causes: [],
    resources: resourcesOf(change, service),
  };
  const nodes = [...place.nodes].sort();
  if (service.action === 'create' || service.reason === 'replace_because_tainted') {
    return [{ ...created(impact, service, nodes), ...told }];
  }
  const effect: Effect =
    place.tier === 'reconciler'
      ? nothing()
      : { severity: 'replace', tier: place.tier, members: nodes, clients: GONE[place.tier] };
  if (service.action === 'delete') {
    // Of members that stay, one takes over.
    const handsOver = place.tier === 'patroni' && nodesOf(record, 'patroni').length > 0;
    return [
      {
        code: 'SERVICE_DELETED',
        ...effect,
        ...(handsOver && { writeGap: gapOf(record.timing.handover) }),
        what: `${service.name} is destroyed`,
        why: `the cluster file no longer has its ${place.tier}; its volume stays on the host`,
        ...told,
      },
    ];
  }
  return [
    {
      code: 'SERVICE_REPLACED',
      ...effect,
      what: `${service.name} is destroyed and made anew`,
      why:
        service.reason === 'replace_by_triggers'
          ? 'a network that it is on is made anew'
          : 'an attribute changes that the provider cannot change in place',
      ...told,
    },
  ];
}

function created(
  { change }: Impact,
  service: ServiceChange,
  nodes: readonly string[],
): Omit<Finding, 'object' | 'causes' | 'resources'> {
  return {
    code: 'SERVICE_CREATED',
    ...nothing('live'),
    members: nodes,
    what: `${service.name} is created`,
    why: whyCreated(service, change.lost),
  };
}

function whyCreated({ action, address }: ServiceChange, lost: readonly string[]): string {
  if (action === 'replace') return 'its creation ended with an error before: it is made anew';
  return lost.includes(address)
    ? 'the Swarm no longer has it; one that is there after all is taken over, not made twice'
    : 'the cluster file has it and the Swarm does not yet';
}

/** The provider reads any error of the API as "gone": the object may well be there. */
function lostKind({ name }: ResourceChange): Omit<Finding, 'object' | 'causes' | 'resources'> {
  return {
    code: 'OBJECT_LOST',
    severity: 'replace',
    what: `Terraform no longer finds ${name}, and would make another`,
    members: [],
    clients: 'whoever depends on it, if it is made anew',
    why: 'somebody removed it, or the manager gave an error that the provider takes for that',
    fix: 'plan again; if it stays, see what the Swarm has: docker service ls, docker network ls',
  };
}

function networkFinding({ change, record }: Impact, network: ResourceChange): Finding[] {
  const { action, address, name } = network;
  if (action === 'keep') return [];
  const told = { object: name, causes: [], resources: [address] };
  if (action === 'create' && change.lost.includes(address))
    return [{ ...lostKind(network), ...told }];
  if (action === 'create' || action === 'update') {
    const what = `network ${name} is ${action === 'create' ? 'created' : 'changed in place'}`;
    const why = 'no service has to be restarted for it';
    return [{ code: 'NETWORK', ...nothing('live'), what, why, ...told }];
  }
  return [
    {
      code: action === 'delete' ? 'NETWORK_DELETED' : 'NETWORK_REPLACED',
      severity: 'replace',
      members: nodesOf(record, 'patroni'),
      clients: 'all are cut off until the cluster is up again',
      what: `network ${name} is destroyed${action === 'delete' ? '' : ' and made anew'}`,
      why: 'every service on it is destroyed and made anew, all at the same time',
      fix: 'keep swarm.networks and scope as they are; for other subnets make another cluster and move the data',
      ...told,
    },
  ];
}

function foreignFinding({ action, address, type }: ResourceChange): Finding {
  return {
    code: 'OTHER_RESOURCE',
    ...nothing(),
    object: address,
    what: `${type} ${address}: ${action}`,
    causes: [],
    why: 'your own stack declares it beside the cluster; nothing is known of it here',
    resources: [address],
  };
}
