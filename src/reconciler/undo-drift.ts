import { withSql } from '../live/sql.js';
import { toPatch, type ConfigChange } from './config-tree.js';
import { superuserAt, type SeenMember } from './members.js';
import type { SettingsTools } from './settings-tools.js';

/**
 * Takes back what `patronictl edit-config` and `ALTER SYSTEM` changed. Restarts nobody: what needs one is
 * shown as pending then.
 *
 * @param services - hosts of all members' REST interfaces
 * @param drift - from what is live to what is wanted
 */
export async function undoDrift(
  { connect, controlAt, postgres }: SettingsTools,
  services: readonly string[],
  drift: readonly ConfigChange[],
  members: readonly SeenMember[],
): Promise<void> {
  const [first] = services;
  if (first !== undefined && drift.length > 0) await controlAt(first).patchConfig(toPatch(drift));
  for (const { state, settings } of members.filter((seen) => seen.settings.altered.length > 0)) {
    await withSql(connect, superuserAt(state, postgres), async (session) => {
      for (const { name } of settings.altered) {
        await session.query(`ALTER SYSTEM RESET ${parameterName(name)}`);
      }
    });
  }
  await Promise.allSettled(services.map((service) => controlAt(service).reload()));
}

/** `pgaudit.log` has two parts, each a name of its own. */
function parameterName(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}
