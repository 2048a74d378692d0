import type { Origin } from '../model/parameter.js';
import type { PatroniModel } from '../model/patroni-model.js';
import { paths } from '../model/paths.js';
import { confLine } from '../syntax/postgres-conf.js';
import { generatedHeader } from './header.js';
import { renderedFile, type RenderedFile } from './rendered-file.js';

/**
 * Renders `postgresql.conf`: every parameter that this project or the user sets, and why.
 *
 * Patroni adds what is its own: addresses, port, cluster name, standby names.
 */
export function renderPostgresqlConf(patroni: PatroniModel): RenderedFile {
  const lines = patroni.parameters.map(({ name, value, origin }) =>
    confLine({ name, value, comment: originText(origin) }),
  );
  const text = [generatedHeader(patroni.clusterScope), ...lines].join('\n');
  return renderedFile(paths.desiredPostgresqlConf, text);
}

/** A key path, never a file name or line number: those would change when a comment moves. */
function originText(origin: Origin): string {
  if (origin.by === 'user') return `set: ${origin.key}`;
  return origin.by === 'tuned' ? `tuned: ${origin.formula}` : `mandatory: ${origin.reason}`;
}
