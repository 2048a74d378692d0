import { readFileSync, writeFileSync } from 'node:fs';
import { parseBytes } from '../core/units.js';
import type { DecisionLog } from '../interlock/member-host.js';
import type { MemoryRoomTools } from '../interlock/memory-room.js';
import type { PatroniSettings } from '../live/patroni-settings.js';
import type { PublishedParameters } from '../live/published-parameters.js';
import type { BusySizes } from '../model/memory-worst-case.js';
import { names } from '../model/names.js';
import { paths } from '../model/paths.js';
import { patroniDcs } from './member-dcs.js';

/** How a Patroni member finds out whether its memory was lowered below what PostgreSQL may use. */
export function memoryRoomTools(settings: PatroniSettings, log: DecisionLog): MemoryRoomTools {
  return {
    log,
    limitBytes: ownLimit(),
    lastLimitBytes: () => readLimit(paths.memoryLimit),
    keepLimit: (bytes) => {
      writeFileSync(paths.memoryLimit, `${bytes}\n`);
    },
    sizes: async () => {
      const dcs = patroniDcs(settings);
      const [leader, parameters] = await Promise.all([dcs.leader(), dcs.parameters()]);
      if (!leader || leader.name === settings.name) return undefined;
      return parameters && busySizes(parameters);
    },
    settingsAlone: ['terraform apply', ...settingsTargets(settings.scope)].join(' '),
  };
}

/** The reconciler waits for the pools where there are fewer connections. */
function settingsTargets(scope: string): string[] {
  const services = [names.reconciler(scope), names.pgbouncer(scope)];
  return services.map((service) => `-target=docker_service.${service}`);
}

/** Without a limit it is 0, or more than any machine has. */
function ownLimit(): number | undefined {
  const bytes = process.constrainedMemory();
  return bytes > 0 && bytes <= Number.MAX_SAFE_INTEGER ? bytes : undefined;
}

function readLimit(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the DCS has no value for counts as nothing: the reconciler writes all of these.
 *
 * @see https://www.postgresql.org/docs/17/config-setting.html (units of numbers without one)
 */
export function busySizes(parameters: PublishedParameters): BusySizes {
  const count = (name: string) => amount(parameters[name], 1);
  const kilobytes = (name: string) => amount(parameters[name], 1024);
  return {
    maxConnections: count('max_connections'),
    sharedBuffersBytes: amount(parameters['shared_buffers'], 8 * 1024),
    workMemBytes: kilobytes('work_mem'),
    autovacuumWorkMemBytes: kilobytes('autovacuum_work_mem'),
    autovacuumWorkers: count('autovacuum_max_workers'),
    workerProcesses: count('max_worker_processes'),
  };
}

/** A negative number is a switch, and takes nothing. */
function amount(value: unknown, unitBytes: number): number {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const bytes = parseBytes(text) ?? Number(text) * unitBytes;
  return bytes > 0 ? bytes : 0;
}
