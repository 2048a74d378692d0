import type { z } from 'zod';
import { type SettingRow, settingRows } from '../../config/setting-rows.js';

const HEADER = `# Settings

Every key of a cluster file, made from the schema by \`npm run docs\`. What fits together with what is checked by rules:
[errors.md](errors.md) lists them. \`patroni-swarm explain CLUSTER KEY\` says which value a key has, who decided it and
what changing it costs.

A default of – means: derived from other keys, or the product's own. A required key has no default that could be right;
like any key but \`format\` it may come from a file in \`config/bases\` (\`extends\`).
`;

/** \`docs/settings.md\`: a table for each root key. */
export function renderSettingsMd(schema: z.ZodObject): string {
  const rows = settingRows(schema);
  const single = rows.filter(({ keyPath }) => !/[.[]/.test(keyPath));
  const sections = Object.keys(schema.shape).flatMap((key) => {
    const own = rows.filter(({ keyPath }) => new RegExp(`^${key}[.[]`).test(keyPath));
    return own.length > 0 ? [`## ${key}\n\n${table(own)}`] : [];
  });
  return [HEADER, `## Root\n\n${table(single)}`, ...sections].join('\n');
}

function table(rows: readonly SettingRow[]): string {
  const lines = rows.map(
    ({ keyPath, value, default: fallback, description }) =>
      `| ${[`\`${keyPath}\``, value, fallback, description].map(cell).join(' | ')} |`,
  );
  return ['| Key | Value | Default | What it does |', '|---|---|---|---|', ...lines, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
