import {
  connectionString,
  editConnectionString,
  parseConnectionString,
} from '../syntax/connection-string.js';
import { editIniSection, parseIni, type IniDocument } from '../syntax/ini.js';

/**
 * Server connections of all databases of one PgBouncer, lookups among them, when every pool is full.
 *
 * @param ini - text of `pgbouncer.ini`
 */
export function mostConnections(ini: string): number {
  return sumOf(databaseLimits(parseIni(ini)));
}

/**
 * Makes all pools of one PgBouncer take `most` connections at most.
 *
 * What the databases that say their `pool_size` leave is shared evenly among those that do not. Where
 * that is not one connection for each, all pools are made smaller in proportion. A database keeps one
 * connection or more, even if that is more than `most` in sum: 0 means no limit to PgBouncer. What
 * rounding leaves over stays unused. Every other byte stays, and every byte where all sizes are given and fit.
 *
 * @param ini - text of `pgbouncer.ini`
 */
export function fittedPools(ini: string, most: number): string {
  return smallerPools(sharedPools(ini, most), most);
}

function sharedPools(ini: string, most: number): string {
  const document = parseIni(ini);
  const { databases = {}, pgbouncer = {} } = document;
  const reserves = new Map(
    Object.entries(databases)
      .map(([name, line]) => [name, parseConnectionString(line)] as const)
      .filter(([, line]) => line['pool_size'] === undefined)
      .map(([name, line]) => [name, Number(line['reserve_pool_size'] ?? reserveOf(pgbouncer))]),
  );
  const limits = databaseLimits(document);
  const given = sumOf(new Map([...limits].filter(([name]) => !reserves.has(name))));
  const share = Math.floor((most - given - sumOf(reserves)) / reserves.size);
  const size = Math.max(1, share);
  return editIniSection(ini, 'databases', (database, line) => {
    const reserve = reserves.get(database);
    if (reserve === undefined) return line;
    return `${line} ${connectionString({ pool_size: size, max_db_connections: size + reserve })}`;
  });
}

function smallerPools(ini: string, most: number): string {
  const limits = databaseLimits(parseIni(ini));
  const full = sumOf(limits);
  if (full <= most) return ini;
  const spare = Math.max(0, most - limits.size);
  const wanted = Math.max(1, full - limits.size);
  return editIniSection(ini, 'databases', (database, line) => {
    const before = limits.get(database) ?? 1;
    const limit = 1 + Math.floor((spare * (before - 1)) / wanted);
    return editConnectionString(line, sizesWithin(limit, before, parseConnectionString(line)));
  });
}

/** A keyword that the line does not have is left to PgBouncer's section, whose values the limit caps. */
function sizesWithin(
  limit: number,
  before: number,
  line: Readonly<Record<string, string>>,
): Record<string, number> {
  const given = (keyword: string) => Number(line[keyword] ?? 0);
  const size = Math.min(limit, Math.max(1, Math.floor((given('pool_size') * limit) / before)));
  return {
    max_db_connections: limit,
    pool_size: size,
    reserve_pool_size: Math.min(given('reserve_pool_size'), limit - size),
    min_pool_size: Math.min(given('min_pool_size'), size),
  };
}

function reserveOf(settings: Readonly<Record<string, string>>): number {
  return Number(settings['reserve_pool_size'] ?? 0);
}

/** A database's limit holds for all its pools together: a pool is one database and one user. */
function databaseLimits({ databases = {}, pgbouncer = {} }: IniDocument): Map<string, number> {
  return new Map(
    Object.entries(databases).map(([name, line]) => {
      const own = parseConnectionString(line)['max_db_connections'];
      const limit = Number(own ?? pgbouncer['max_db_connections']);
      if (!(limit > 0)) throw new Error(`pgbouncer.ini has no max_db_connections for ${name}`);
      return [name, limit];
    }),
  );
}

function sumOf(limits: ReadonlyMap<string, number>): number {
  return [...limits.values()].reduce((sum, limit) => sum + limit, 0);
}
