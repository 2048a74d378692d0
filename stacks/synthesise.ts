import { relative } from 'node:path';
import { App } from '../constructs/terraform.js';
import type { ClusterConfig } from '../config/schema/cluster.js';
import { filesBeside, findClusterFile, listClusterFiles } from '../config/find-clusters.js';
import { readClusterInputs } from '../src/model/cluster-inputs.js';
import { UserError } from '../src/core/problem.js';
import { readCluster, readClusters } from '../src/model/read-cluster.js';
import { ClusterStack } from './cluster-stack.js';
import { withQuickResolve } from './quick-resolve.js';

/**
 * Synthesises the clusters named, or all of the project, into `cdktf.out/` (or `CDKTF_OUTDIR`).
 *
 * Of all, a cluster without secrets or image lock is left out and said so; one that is named must
 * have them.
 *
 * @param without - nodes that nothing waits for (`withoutNodes`)
 * @returns one line per cluster: written, or left out and why
 * @throws UserError with every problem of the files, or of what a named cluster lacks
 */
export function synthesise(
  projectRoot: string,
  names: readonly string[],
  without: readonly string[] = [],
): string[] {
  const clusters = names.length > 0 ? named(projectRoot, names) : all(projectRoot);
  return withoutTokenStacks(() => {
    // Stack traces in the metadata would hold this machine's paths.
    const app = new App({ stackTraces: false });
    const lines = clusters.map(({ file, config }) => {
      try {
        return addStack(app, projectRoot, config, without);
      } catch (error) {
        if (names.length === 0 && error instanceof UserError && isUnprepared(error)) {
          return leftOut(projectRoot, file, error);
        }
        throw error;
      }
    });
    withQuickResolve(() => {
      app.synth();
    });
    return lines;
  });
}

interface ReadFile {
  readonly file: string;
  readonly config: ClusterConfig;
}

function named(projectRoot: string, names: readonly string[]): ReadFile[] {
  return names
    .map((name) => findClusterFile(name, projectRoot))
    .map((file) => ({ file, config: readCluster(file, filesBeside(file, projectRoot)) }));
}

function all(projectRoot: string): ReadFile[] {
  const files = listClusterFiles(projectRoot);
  return readClusters(files).map((config, index) => ({ file: files[index] ?? '', config }));
}

/**
 * cdktf captures a whole stack trace for every token it makes, which `stackTraces: false` does not
 * stop: a fifth of the time of a synth. Nothing reads them.
 */
function withoutTokenStacks<T>(work: () => T): T {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, never called here
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

function addStack(
  app: App,
  projectRoot: string,
  config: ClusterConfig,
  without: readonly string[],
): string {
  const inputs = readClusterInputs(projectRoot, config);
  new ClusterStack(app, { config, inputs, without });
  return `${config.scope}: written`;
}

function isUnprepared(error: UserError): boolean {
  return error.problems.every(
    ({ code }) => code === 'SECRETS_MISSING' || code === 'IMAGES_NOT_LOCKED',
  );
}

function leftOut(projectRoot: string, file: string, error: UserError): string {
  const fixes = error.problems.map(({ fix }) => fix ?? '').join(', ');
  return `${relative(projectRoot, file)}: left out (${fixes})`;
}
