import type { ClusterChange, ServiceChange, ServiceSide } from '../plan/cluster-change.js';
import { serviceDifferences } from '../plan/explain-services.js';
import { keyChanges } from '../plan/file-changes.js';
import type { DriftItem } from './drift-item.js';

/** What the refresh found changed in the Swarm since Terraform last wrote its state. */
export function swarmDrift({ drifted, lost, resources, services }: ClusterChange): DriftItem[] {
  const touched = new Set(
    [...services, ...resources]
      .filter(({ action }) => action !== 'keep')
      .map(({ address }) => address),
  );
  return [
    ...lost.map((address) => ({
      where: 'swarm' as const,
      object: address,
      what: 'the object itself',
      declared: 'there',
      live: 'gone',
      then: touched.has(address) ? 'the next apply makes another' : 'no longer needed',
    })),
    ...drifted.flatMap((service) => serviceItems(service, touched.has(service.address))),
  ];
}

function serviceItems({ after, before, name }: ServiceChange, touched: boolean): DriftItem[] {
  if (!before || !after) return [];
  const then = touched ? 'the next apply undoes it' : 'stays: the file leaves it open';
  const told = [
    ...serviceDifferences(before, after),
    ...keyChanges(configNames(before), configNames(after)).map(
      ({ key, before: was = 'not mounted', after: is = 'not mounted' }) => ({
        what: `the config mounted as ${key}`,
        before: was,
        after: is,
      }),
    ),
  ];
  return told.map(({ what, before: declared, after: live }) => ({
    where: 'swarm',
    object: name,
    what,
    declared,
    live,
    then,
  }));
}

function configNames({ files }: ServiceSide): Map<string, string> {
  return new Map([...files].map(([path, { configName }]) => [path, configName]));
}
