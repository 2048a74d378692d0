import type { PatroniModel } from '../model/patroni-model.js';
import { paths } from '../model/paths.js';
import { hbaLine, hbaText } from '../syntax/pg-hba.js';
import { generatedHeader } from './header.js';
import { renderedFile, type RenderedFile } from './rendered-file.js';

/** Renders `pg_hba.conf` as it stands in the DCS, and from there on every member. */
export function renderPgHba(patroni: PatroniModel): RenderedFile {
  const text = `${generatedHeader(patroni.clusterScope)}\n${hbaText(hbaLines(patroni))}`;
  return renderedFile(paths.desiredHba, text);
}

export function hbaLines({ hba }: PatroniModel): string[] {
  return hba.map((entry) => (typeof entry === 'string' ? entry : hbaLine(entry)));
}
