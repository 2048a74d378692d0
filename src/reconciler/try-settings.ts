import type { TrialFiles } from '../live/trial-server.js';
import { confLine } from '../syntax/postgres-conf.js';
import { hbaText } from '../syntax/pg-hba.js';
import { commandLineValues } from './command-line-values.js';
import { plain, type ConfigTree } from './config-tree.js';
import { serverPart } from './member-settings.js';

/** What a member's server would read and be started with; what Patroni decides alone is left out. */
export function trialFiles(config: ConfigTree): TrialFiles {
  const { postgresql, parameters } = serverPart(config);
  const values = new Map([
    ...Object.entries(parameters).map(([name, value]) => [name, plain(value)] as const),
    ...commandLineValues(parameters),
  ]);
  const lines = [...values].map(([name, value]) => confLine({ name, value }));
  const rules = Array.isArray(postgresql['pg_hba']) ? postgresql['pg_hba'].map(String) : [];
  return { postgresqlConf: `${lines.join('\n')}\n`, pgHba: `${hbaText(rules)}\n` };
}
