import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { rule, type RuleFinding } from './rule.js';

type Dcs = ClusterConfig['patroni']['dcs'];

/**
 * Patroni leaves out a slot it cannot make, and drops one that `ignore_slots` does not match.
 *
 * @see https://patroni.readthedocs.io/en/latest/dynamic_configuration.html (slots, ignore_slots)
 */
export const replicationSlots = rule({
  code: 'REPLICATION_SLOT',
  reads: [
    'nodes[].name',
    'databases[].name',
    'patroni.dcs.slots',
    'patroni.dcs.ignore_slots',
    'postgresql.parameters.wal_level',
  ],
  check(config) {
    const { dcs } = config.patroni;
    return [
      ...Object.keys(dcs.slots).flatMap((name) => slotFindings(config, name)),
      ...emptyMatchers(dcs),
    ];
  },
});

function slotFindings(config: ClusterConfig, name: string): RuleFinding[] {
  const { nodes, databases, patroni, postgresql } = config;
  const { type, database, plugin } = patroni.dcs.slots[name] ?? {};
  const at = `patroni.dcs.slots.${name}`;
  const why = 'Patroni would not make the slot, and only log it';
  if (type !== 'logical') {
    const part = database === undefined ? plugin && 'plugin' : 'database';
    const got = database ?? plugin ?? '';
    return part
      ? [{ at: `${at}.${part}`, got, need: `no ${part}: the slot is physical`, why }]
      : [];
  }
  const findings: RuleFinding[] = [];
  const add = (part: string, got: string, need: string) =>
    findings.push({ at: `${at}${part}`, got, need, why });
  if (database === undefined) add('', 'no database', 'a logical slot has a database');
  else if (database !== 'postgres' && !databases.some((one) => one.name === database)) {
    add('.database', database, 'one of databases');
  }
  if (plugin === undefined) add('', 'no plugin', 'a logical slot has a plugin such as pgoutput');
  if (nodes.some((node) => node.name.replaceAll('-', '_') === name)) {
    add('', name, 'another name: the member of that name has this slot');
  }
  if (String(postgresql.parameters['wal_level']).trim() !== 'logical') {
    add('.type', 'logical', 'postgresql.parameters.wal_level: logical');
  }
  return findings.slice(0, 1);
}

function emptyMatchers({ ignore_slots }: Dcs): RuleFinding[] {
  return ignore_slots.flatMap((matcher, index) => {
    if (Object.keys(matcher).length > 0) return [];
    return [
      {
        at: `patroni.dcs.ignore_slots[${index}]`,
        got: 'no condition',
        need: 'name, type, database or plugin',
        why: 'it would match every slot, and no slot would ever be dropped',
      },
    ];
  });
}
