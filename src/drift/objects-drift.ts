import type { DesiredState } from '../reconciler/desired.js';
import type { DriftItem } from './drift-item.js';
import type { ObjectFacts } from './live-facts.js';

type DesiredDatabase = DesiredState['databases'][number];

const MAKES = 'the reconciler makes it';
const STAYS = 'stays: nothing is ever dropped';

/** Databases, roles and extensions that are missing, are another's, or that no file declares. */
export function objectsDrift(objects: ObjectFacts, desired: DesiredState): DriftItem[] {
  return [
    ...databaseItems(objects, desired.databases),
    ...roleItems(objects, desired),
    ...desired.databases.flatMap((database) => extensionItems(objects, database)),
  ];
}

function databaseItems(
  { databases }: ObjectFacts,
  wanted: readonly DesiredDatabase[],
): DriftItem[] {
  const known = new Set(wanted.map(({ name }) => name));
  const kept = wanted.flatMap(({ name, owner }): DriftItem[] => {
    const live = databases.find((one) => one.name === name);
    if (!live) return [missing(name, 'the database')];
    if (live.owner === owner) return [];
    const then = 'the reconciler gives it back';
    return [{ ...item(name, 'its owner'), declared: owner, live: live.owner, then }];
  });
  const others = databases.filter(({ name }) => !known.has(name));
  return [...kept, ...others.map(({ name }) => undeclared(name, 'the database'))];
}

function roleItems(
  { roles }: ObjectFacts,
  { databases, roles: listed }: DesiredState,
): DriftItem[] {
  const wanted = new Set([
    ...databases.map(({ owner }) => owner),
    ...listed.map(({ name }) => name),
  ]);
  return [
    ...[...wanted].filter((name) => !roles.includes(name)).map((name) => missing(name, 'the role')),
    ...roles.filter((name) => !wanted.has(name)).map((name) => undeclared(name, 'the role')),
  ];
}

function extensionItems(
  { extensions }: ObjectFacts,
  { name, extensions: wanted, extensionOptions = {} }: DesiredDatabase,
): DriftItem[] {
  const present = extensions[name];
  if (!present) return [];
  const kept = wanted.flatMap((extension): DriftItem[] => {
    const live = present.find((one) => one.name === extension);
    const what = `extension ${extension}`;
    if (!live) return [missing(name, what)];
    const version = extensionOptions[extension]?.version;
    if (version === undefined || version === live.version) return [];
    const then = 'the reconciler updates it';
    return [{ ...item(name, what), declared: version, live: live.version, then }];
  });
  const others = present.filter((one) => !wanted.includes(one.name));
  return [...kept, ...others.map((one) => undeclared(name, `extension ${one.name}`))];
}

function missing(object: string, what: string): DriftItem {
  return { ...item(object, what), declared: 'there', live: 'missing', then: MAKES };
}

function undeclared(object: string, what: string): DriftItem {
  return { ...item(object, what), declared: 'not declared', live: 'there', then: STAYS };
}

function item(object: string, what: string): Pick<DriftItem, 'where' | 'object' | 'what'> {
  return { where: 'database', object, what };
}
