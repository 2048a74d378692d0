import { paths } from '../model/paths.js';
import { reservedConnections } from '../model/pool-room.js';
import type { ClusterChange } from './cluster-change.js';
import { fileChanges, type FileChange } from './file-changes.js';
import type { FileSettings } from './file-settings.js';
import type { Finding } from './finding.js';
import type { Impact } from './impact.js';

const LIMIT = 'max_connections';

/** Fewer connections than clients hold now: some of them find no place after the restart. */
export function explainConnections({ change, files }: Impact): Finding[] {
  const { live } = change;
  const lowered = live && files.find(lowersConnections);
  if (!lowered) return [];
  const places = placesIn(lowered.after);
  if (live.clientConnections <= places) return [];
  return [
    {
      code: 'CONNECTIONS_IN_USE',
      severity: 'interruption',
      object: `postgresql.parameters.${LIMIT}`,
      what: `${live.clientConnections} clients are connected now, and ${places} will find a place`,
      before: { text: lowered.before?.get(LIMIT) ?? 'not set' },
      after: { text: lowered.after?.get(LIMIT) ?? 'not set' },
      causes: [],
      members: lowered.nodes,
      clients: `${live.clientConnections - places} of those connected now are refused after the restart`,
      why: 'PostgreSQL refuses whoever comes when all places are taken, the reserved ones apart',
      fix: 'close connections first, or keep the limit; pools make room by themselves: approve it if the others find a place',
      resources: [],
    },
  ];
}

/** Whether a change makes `max_connections` smaller, so that live use matters. */
export function needsLiveUse(change: ClusterChange): boolean {
  return fileChanges(change).some(lowersConnections);
}

function lowersConnections({ after, before, path }: FileChange): boolean {
  if (path !== paths.desiredPostgresqlConf) return false;
  return Number(after?.get(LIMIT)) < Number(before?.get(LIMIT));
}

function placesIn(settings: FileChange['after']): number {
  return Number(settings?.get(LIMIT)) - reservedIn(settings);
}

/** Connections that neither pools nor other clients find. */
export function reservedIn(settings: FileSettings | undefined): number {
  return reservedConnections((name, otherwise) => Number(settings?.get(name) ?? otherwise));
}
