import { expect, test } from 'vitest';
import { renderedText, renderedYaml } from './rendered.js';

test('dynamic keys stand in the DCS, before and after the cluster is born', () => {
  const overrides = {
    patroni: {
      dcs: {
        check_timeline: false,
        maximum_lag_on_syncnode: 1024,
        max_timelines_history: 10,
        slots: { far: {} },
        ignore_slots: [{ plugin: 'wal2json' }],
      },
    },
    postgresql: { pg_ident: ['users anna@example.org anna '] },
  };
  const wanted = {
    check_timeline: false,
    maximum_lag_on_syncnode: 1024,
    max_timelines_history: 10,
    slots: { far: { type: 'physical' } },
    ignore_slots: [{ plugin: 'wal2json' }],
    postgresql: { pg_ident: ['users anna@example.org anna'] },
  };
  expect(renderedYaml('reconciler/patroni-dynamic.yml', overrides)).toMatchObject(wanted);
  expect(renderedYaml('patroni/bootstrap.yml', overrides)).toMatchObject({
    bootstrap: { dcs: wanted },
  });
  expect(renderedText('patroni/a/patroni.yml', overrides)).toBe(
    renderedText('patroni/a/patroni.yml'),
  );
});

test('local keys stand in the file of every member, and nowhere else', () => {
  const overrides = {
    patroni: {
      log: { level: 'WARNING' as const, max_queue_size: 5, loggers: { urllib3: 'ERROR' as const } },
      restapi: { request_queue_size: 7 },
      postgresql: {
        basebackup: { checkpoint: 'spread' as const, 'max-rate': '10M' },
        callbacks: { on_stop: '/bin/own' },
        pg_ctl_timeout: 90,
        pre_promote: '/bin/check',
        before_stop: '/bin/wait',
        remove_data_directory_on_rewind_failure: false,
      },
    },
  };
  expect(renderedYaml('patroni/b/patroni.yml', overrides)).toMatchObject({
    log: { level: 'WARNING', max_queue_size: 5, loggers: { urllib3: 'ERROR' } },
    restapi: { request_queue_size: 7 },
    postgresql: {
      basebackup: [{ checkpoint: 'spread' }, { 'max-rate': '10M' }],
      callbacks: { on_stop: '/bin/own', on_start: '/usr/lib/patroni-swarm/hook' },
      pg_ctl_timeout: 90,
      pre_promote: '/bin/check',
      before_stop: '/bin/wait',
      remove_data_directory_on_rewind_failure: false,
    },
  });
  const dynamic = 'reconciler/patroni-dynamic.yml';
  expect(renderedText(dynamic, overrides)).toBe(renderedText(dynamic));
});

test('methods that make replicas stand among the keys of postgresql, as Patroni reads them', () => {
  const params = { threads: 4, latest: true };
  const overrides = {
    patroni: {
      postgresql: {
        create_replica_methods: ['wal_g', 'basebackup'],
        replica_methods: { wal_g: { command: '/bin/restore', no_params: true, params } },
      },
    },
  };
  expect(renderedYaml('patroni/a/patroni.yml', overrides)).toMatchObject({
    postgresql: {
      create_replica_methods: ['wal_g', 'basebackup'],
      wal_g: { command: '/bin/restore', no_params: true, threads: '4', latest: 'true' },
    },
  });
  expect(renderedYaml('patroni/a/patroni.yml', {})).toMatchObject({
    postgresql: { create_replica_methods: ['basebackup'] },
  });
});

test('a tag of your own stands beside those Patroni acts on', () => {
  const tags = { replicatefrom: 'b', custom: { rack: 'r1' } };
  const nodes = ['a', 'b', 'c'].map((name) => ({ name, memory: '32GB', cpus: 8 }));
  const [first, ...others] = nodes;
  const changed = first ? [{ ...first, tags }, ...others] : [];
  expect(renderedYaml('patroni/a/patroni.yml', { nodes: changed })).toMatchObject({
    tags: { replicatefrom: 'b', rack: 'r1' },
  });
});
