import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poolRoom } from '../../src/model/pool-room.js';
import { poolSizes } from '../../src/model/pool-sizes.js';
import { resolveCluster } from '../../src/model/resolve-cluster.js';
import { mostConnections, fittedPools } from '../../src/pools/fitted-pools.js';
import { renderPgbouncerIni } from '../../src/render/pgbouncer-ini.js';
import { parseConnectionString } from '../../src/syntax/connection-string.js';
import { parseIni } from '../../src/syntax/ini.js';
import { clusterConfig, hosts } from '../model/cluster-config.js';

const SIZES = ['pool_size', 'max_db_connections', 'reserve_pool_size', 'min_pool_size'];

const INI = `; for max_connections 200
[databases]
postgres = host=orders-haproxy port=5432 pool_size=2 max_db_connections=2
project = host=orders-haproxy port=5432 pool_size=40 max_db_connections=60 reserve_pool_size=20 min_pool_size=30
"a b" =  host=orders-haproxy  pool_size=30 max_db_connections=30 connect_query='SET a = ''max_db_connections=9'''

[pgbouncer]
default_pool_size = 99
`;

/** Sizes of every database, without the rest of its line. */
function sizes(ini: string): Record<string, Record<string, number>> {
  const ofLine = (line: string) =>
    Object.entries(parseConnectionString(line))
      .filter(([key]) => SIZES.includes(key))
      .map(([key, value]) => [key, Number(value)] as const);
  const { databases = {} } = parseIni(ini);
  return Object.fromEntries(
    Object.entries(databases).map(([name, line]) => [name, Object.fromEntries(ofLine(line))]),
  );
}

/** Pools of any size. */
const anyPools = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.nat(50)), { minLength: 1, maxLength: 12 })
  .map((pools) => {
    const lines = pools.map(
      ([size, reserve], index) =>
        `db${index} = host=h port=1 pool_size=${size} max_db_connections=${size + reserve} reserve_pool_size=${reserve} min_pool_size=${size}\n`,
    );
    return `[databases]\n${lines.join('')}`;
  });
/** What all of one PgBouncer may take: nothing, if PostgreSQL has less than the reserves. */
const anyMost = fc.integer({ min: -50, max: 2000 });

describe('pools that do not fit', () => {
  test('become smaller in proportion, with what a pool keeps in reserve and open', () => {
    // 46 of 92: one connection each, then 43 of the other 89.
    expect(sizes(fittedPools(INI, 46))).toEqual({
      postgres: { pool_size: 1, max_db_connections: 1 },
      project: { pool_size: 19, max_db_connections: 29, reserve_pool_size: 10, min_pool_size: 19 },
      'a b': { pool_size: 15, max_db_connections: 15 },
    });
  });

  test('change in their sizes alone: every other byte stays', () => {
    const blind = (text: string) => text.replaceAll(/ ([a-z]+_)+(size|connections)=\d+/g, ' $1=N');
    const smaller = fittedPools(INI, 46);
    expect(blind(smaller)).toBe(blind(INI));
    expect(smaller).toContain("connect_query='SET a = ''max_db_connections=9'''");
  });

  test('never take more in sum than they may, as long as that is one for each', () => {
    fc.assert(
      fc.property(anyPools, anyMost, (ini, most) => {
        const count = Object.keys(sizes(ini)).length;
        expect(mostConnections(fittedPools(ini, most))).toBeLessThanOrEqual(Math.max(most, count));
      }),
    );
  });

  test('keep one connection or more each: 0 is no limit to PgBouncer', () => {
    fc.assert(
      fc.property(anyPools, anyMost, (ini, most) => {
        for (const { pool_size, max_db_connections } of Object.values(
          sizes(fittedPools(ini, most)),
        )) {
          expect(pool_size).toBeGreaterThanOrEqual(1);
          expect(max_db_connections).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  test('become larger nowhere', () => {
    fc.assert(
      fc.property(anyPools, anyMost, (ini, most) => {
        const before = sizes(ini);
        for (const [name, after] of Object.entries(sizes(fittedPools(ini, most)))) {
          for (const [key, value] of Object.entries(after)) {
            expect(value).toBeLessThanOrEqual(before[name]?.[key] ?? 0);
          }
        }
      }),
    );
  });
});

test('pools that fit stay to the byte', () => {
  fc.assert(
    fc.property(anyPools, fc.nat(100), (ini, more) => {
      expect(fittedPools(ini, mostConnections(ini) + more)).toBe(ini);
    }),
  );
});

describe('databases without a size', () => {
  const FOLLOWING = `[databases]
postgres = host=h pool_size=2 max_db_connections=2
given = host=h pool_size=9 max_db_connections=12 reserve_pool_size=3
a = host=h
b = host=h reserve_pool_size=4

[pgbouncer]
default_pool_size = 1
max_db_connections = 1
reserve_pool_size = 1
`;

  test('share what the others leave, their own reserves apart', () => {
    // 40 - 2 - 12 - 1 - 4 = 21
    expect(sizes(fittedPools(FOLLOWING, 40))).toMatchObject({
      given: { pool_size: 9, max_db_connections: 12 },
      a: { pool_size: 10, max_db_connections: 11 },
      b: { pool_size: 10, max_db_connections: 14 },
    });
  });

  test('have one connection at least, and then all become smaller', () => {
    const fitted = fittedPools(FOLLOWING, 12);
    expect(mostConnections(fitted)).toBeLessThanOrEqual(12);
    for (const { pool_size } of Object.values(sizes(fitted))) {
      expect(pool_size).toBeGreaterThanOrEqual(1);
    }
  });

  test('count with the default of their file while nobody knows what there is', () => {
    expect(mostConnections(FOLLOWING)).toBe(2 + 12 + 1 + 1);
  });

  test('never take more in sum than all may, and leave less than one each', () => {
    const anyFollowing = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9), anyPools);
    fc.assert(
      fc.property(
        anyFollowing,
        fc.integer({ min: 1, max: 5000 }),
        ([count, reserve, ini], most) => {
          const lines = Array.from({ length: count }, (_, index) => `open${index} = host=h\n`);
          const pgbouncer = `[pgbouncer]\nmax_db_connections = 1\nreserve_pool_size = ${reserve}\n`;
          const all = `${ini}${lines.join('')}${pgbouncer}`;
          const taken = mostConnections(fittedPools(all, most));
          const databases = Object.keys(sizes(all)).length;
          expect(taken).toBeLessThanOrEqual(Math.max(most, databases));
          const certain = mostConnections(ini) + count * (1 + reserve);
          if (certain <= most) expect(taken).toBeGreaterThan(most - count);
        },
      ),
    );
  });
});

test.each([1, 3, 5])(
  'among %i PgBouncers the pools get of the live max_connections what the model works out for it',
  (count) => {
    const config = clusterConfig({
      nodes: hosts(count),
      postgresql: { parameters: { max_connections: 100 } },
      pgbouncer: { reserve_pool_size: 1 },
      databases: [
        { name: 'a', owner: 'app', pool: { max_db_connections: 5 } },
        { name: 'b', owner: 'app' },
        { name: 'c', owner: 'app', pool: { reserve_pool_size: 3 } },
      ],
    });
    const { pgbouncer } = resolveCluster(config);
    const share = Math.floor(poolRoom(100, 3).connections / pgbouncer.shares);
    const fitted = sizes(fittedPools(renderPgbouncerIni(pgbouncer).text, share));
    for (const { name, size, limit } of poolSizes(config)) {
      expect(fitted[name]).toMatchObject({ pool_size: size, max_db_connections: limit });
    }
  },
);
