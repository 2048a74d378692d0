// Writes the documents that are made from the schema; `npm run docs` builds first.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDocuments } from '../dist/src/documents/documents.js';

for (const [path, text] of renderDocuments()) {
  writeFileSync(join(import.meta.dirname, '..', path), text);
}
