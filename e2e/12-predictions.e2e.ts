import { afterAll, beforeAll, test } from 'vitest';
import type { Document } from 'yaml';
import { names } from '../src/model/names.js';
import { changedCluster } from './support/cluster-copy.js';
import { leader, waitWhole } from './support/cluster.js';
import { execIn, hostNamed, SCOPE } from './support/lab-hosts.js';
import { predicted } from './support/predicted-deploy.js';

const MINUTE_MS = 60_000;
const WHOLE_SECONDS = 90;

const LIVE = {
  work_mem: '6MB',
  maintenance_work_mem: '96MB',
  random_page_cost: 1.3,
  log_min_duration_statement: '2s',
  deadlock_timeout: '2s',
  autovacuum_naptime: '30s',
  default_statistics_target: 200,
  log_checkpoints: 'off',
  bgwriter_delay: '100ms',
  log_temp_files: '10MB',
  checkpoint_completion_target: 0.8,
  log_connections: 'on',
  vacuum_cost_limit: 500,
  temp_file_limit: '2GB',
};
const RESTARTS = {
  track_activity_query_size: '2kB',
  autovacuum_freeze_max_age: 300_000_000,
  max_files_per_process: 900,
};

/** Changes that are made together, and whatever the one before made returns to what it was. */
const rolls: readonly (readonly [title: string, change: (document: Document) => void])[] = [
  [
    'nothing restarts, and commits wait again',
    (document) => {
      parameters(document, LIVE);
      document.setIn(['postgresql', 'pg_hba'], ['host all all 192.0.2.1/32 reject']);
      document.setIn(['roles'], [{ name: 'reporter', login: true, connect: ['project'] }]);
      document.setIn(['patroni', 'dcs'], {
        maximum_lag_on_failover: 2 * 1024 ** 2,
        primary_stop_timeout: 40,
        max_timelines_history: 50,
      });
    },
  ],
  [
    'PostgreSQL restarts for settings of its own',
    (document) => {
      parameters(document, RESTARTS);
      document.addIn(['databases'], { name: 'extra', owner: 'extra_owner' });
    },
  ],
  ['all of it taken back', () => undefined],
];

function parameters(document: Document, values: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(values)) {
    document.setIn(['postgresql', 'parameters', name], value);
  }
}

// Each deploy waits for it as well.
beforeAll(() => waitWhole(WHOLE_SECONDS));

afterAll(async () => {
  // What a file no longer has stays in PostgreSQL.
  for (const sql of [
    'drop database if exists extra',
    'drop owned by reporter',
    'drop role if exists extra_owner, reporter',
  ]) {
    const member = await leader();
    const psql = ['psql', '-X', '-U', 'postgres', '-d', 'project', '-c', sql];
    await execIn(hostNamed(member), names.patroniMember(SCOPE, member), psql);
  }
});

test(
  'what plan predicts is what happens: commits wait for no standby any more',
  async () => {
    const file = changedCluster('lossy', (document) => {
      const approval = { code: 'SYNC_TURNED_OFF', object: 'patroni.dcs.synchronous_mode' };
      document.setIn(['approve'], [{ ...approval, until: '2099-12-31' }]);
      document.setIn(['availability', 'rpo'], '1MB');
    });
    const { deploy } = await predicted('commits no longer wait', file, { commitsWait: false });
    await deploy();
  },
  4 * MINUTE_MS,
);

test.each(rolls)(
  'what plan predicts is what happens: %s',
  async (title, change) => {
    const { deploy } = await predicted(title, changedCluster('predicted', change));
    await deploy();
  },
  8 * MINUTE_MS,
);
