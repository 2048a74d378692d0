import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { execa } from 'execa';
import { findProjectRoot, listClusterFiles } from '../../../config/find-clusters.js';
import { parseClusterFile } from '../../../config/load.js';
import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { UserError } from '../../core/problem.js';
import type { ClusterChange } from '../../plan/cluster-change.js';
import type { Approval } from '../../plan/gate.js';
import { MOST_BYTES } from '../../plan/plan-json.js';
import type { PlanAdvice } from '../../plan/plan-report.js';
import { planTooLarge } from '../../plan/problems.js';
import { readPlan } from '../../plan/read-plan.js';
import { offlineChange } from './offline-change.js';
import { revisionUnreadable } from './problems.js';

/** A change to explain, and the approvals that its cluster file gives. */
export interface PlanInput extends PlanAdvice {
  readonly change: ClusterChange;
  readonly approvals: readonly Approval[];
}

const OFFLINE = [
  'compared from the files alone: other images and secrets than before, and what the live cluster is like, are not seen',
];

/** Reads no more of a stream than a plan may have. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw planTooLarge(bytes, MOST_BYTES);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The clusters of a plan's JSON, with the approvals of the project's files for them.
 *
 * @throws UserError `PLAN_…` if it is no plan of ours
 */
export function inputsOfJson(bytes: Uint8Array): PlanInput[] {
  return readPlan(bytes).map((change) => ({
    change,
    approvals: approvalsOf(change.scope),
    notes: [],
    settingsFirst: false,
  }));
}

/** Of the project's file with that scope; none outside a project. */
function approvalsOf(scope: string): readonly Approval[] {
  try {
    return listClusterFiles(findProjectRoot())
      .map((file) => parseClusterFile(readFileSync(file, 'utf8'), file).config)
      .flatMap((config) => (config?.scope === scope ? config.approve : []));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/**
 * The change from an earlier revision of the file, or from another file.
 *
 * @param from - a git revision, or a path with a dot or a slash in it
 * @throws UserError `REVISION_UNREADABLE`, or with the problems of the earlier file
 */
export async function inputFrom(
  from: string,
  file: string,
  config: ClusterConfig,
): Promise<PlanInput> {
  const text = /\.ya?ml$/.test(from) ? readFileSync(from, 'utf8') : await textAt(from, file);
  const earlier = parseClusterFile(text, /\.ya?ml$/.test(from) ? from : file);
  if (!earlier.config) throw new UserError(earlier.problems);
  return {
    change: offlineChange(earlier.config, config),
    approvals: config.approve,
    notes: OFFLINE,
    settingsFirst: false,
  };
}

async function textAt(revision: string, file: string): Promise<string> {
  const cwd = findProjectRoot();
  const path = `./${relative(cwd, file).replaceAll('\\', '/')}`;
  // An option in place of a revision must not reach git as one.
  const { exitCode, stderr, stdout } = await execa(
    'git',
    ['show', '--end-of-options', `${revision}:${path}`],
    { cwd, reject: false, stripFinalNewline: false },
  );
  if (exitCode !== 0) throw revisionUnreadable(revision, path, stderr.trim());
  return stdout;
}
