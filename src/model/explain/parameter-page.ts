import type { PostgresMajor, Setting } from '../catalogue/setting.js';

/** Chapter of PostgreSQL's manual by the first words of `pg_settings.category`. */
const CHAPTERS: readonly (readonly [category: string, chapter: string])[] = [
  ['Autovacuum', 'autovacuum'],
  ['Client Connection Defaults', 'client'],
  ['Connections and Authentication', 'connection'],
  ['Customized Options', 'custom'],
  ['Developer Options', 'developer'],
  ['Error Handling', 'error-handling'],
  ['File Locations', 'file-locations'],
  ['Lock Management', 'locks'],
  ['Preset Options', 'preset'],
  ['Query Tuning', 'query'],
  ['Replication', 'replication'],
  ['Reporting and Logging', 'logging'],
  ['Resource Usage', 'resource'],
  ['Statistics', 'statistics'],
  ['Vacuuming', 'vacuum'],
  ['Version and Platform Compatibility', 'compatible'],
  ['Write-Ahead Log', 'wal'],
];

/** The manual's page about a parameter; undefined for one that an extension brings. */
export function parameterPage(
  { name, category, extension }: Setting,
  major: PostgresMajor,
): string | undefined {
  const chapter = CHAPTERS.find(([start]) => category.startsWith(start))?.[1];
  if (extension !== undefined || chapter === undefined) return undefined;
  const anchor = `GUC-${name.toUpperCase().replaceAll('_', '-')}`;
  return `https://www.postgresql.org/docs/${major}/runtime-config-${chapter}.html#${anchor}`;
}
