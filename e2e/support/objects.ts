import { names } from '../../src/model/names.js';
import { SCOPE, swarmDocker } from './lab-hosts.js';

/** Id of every service and network of the cluster, by name: another id is another object. */
export type ObjectIds = Readonly<Record<string, string>>;

export type Fate = 'created' | 'gone' | 'made anew';

export async function objectIds(): Promise<ObjectIds> {
  const format = '{{.Name}} {{.ID}}';
  const listed = await Promise.all([
    swarmDocker(['service', 'ls', '--format', format]),
    swarmDocker(['network', 'ls', '--format', format]),
  ]);
  const jobs = names.jobPrefix(SCOPE);
  const own = listed
    .flatMap((text) => text.split('\n'))
    .map((line) => line.split(' ') as [name: string, id: string])
    .filter(([name]) => name.startsWith(`${SCOPE}-`) && !name.startsWith(jobs));
  return Object.fromEntries(own);
}

/** What became of the objects that did not stay the same, sorted by name. */
export function fates(before: ObjectIds, after: ObjectIds): Readonly<Record<string, Fate>> {
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return Object.fromEntries(
    all
      .filter((name) => before[name] !== after[name])
      .map((name) => [name, fate(before[name], after[name])]),
  );
}

function fate(before: string | undefined, after: string | undefined): Fate {
  if (before === undefined) return 'created';
  return after === undefined ? 'gone' : 'made anew';
}
