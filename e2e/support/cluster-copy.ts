import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { projectRoot, resultDirectory } from './lab-hosts.js';

/**
 * A copy of the lab's cluster file with a change in it: what a user's next commit would be.
 *
 * @returns its path; state, secrets and images go by the scope, so it is the same cluster
 */
export function changedCluster(name: string, change: (document: Document) => void): string {
  const document = parseDocument(
    readFileSync(join(projectRoot, 'config/clusters/lab.yaml'), 'utf8'),
  );
  change(document);
  const folder = join(resultDirectory, 'clusters');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, String(document));
  return file;
}
