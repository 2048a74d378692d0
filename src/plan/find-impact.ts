import { paths } from '../model/paths.js';
import { causesIn } from './causes.js';
import { standingRecord, type ClusterChange, type ResourceChange } from './cluster-change.js';
import { nothing, taskRestart } from './effects.js';
import { explainConnections } from './explain-connections.js';
import { explainDatabases } from './explain-databases.js';
import { explainDynamic } from './explain-dynamic.js';
import { explainFiles } from './explain-files.js';
import { explainHazards } from './explain-hazards.js';
import { explainObjects } from './explain-objects.js';
import { explainParameters, parameterChanges } from './explain-parameters.js';
import { explainPools } from './explain-pools.js';
import { explainRolledBack } from './explain-rolled-back.js';
import { explainServices } from './explain-services.js';
import { fileChanges, keyChanges, type FileChange } from './file-changes.js';
import { byWeight, type Finding } from './finding.js';
import { keyPathOf, type Explainer, type Impact, type KeyHome } from './impact.js';

const explainers: readonly Explainer[] = [
  explainObjects,
  explainParameters,
  explainDynamic,
  explainDatabases,
  explainFiles,
  explainServices,
  explainRolledBack,
  explainHazards,
  explainConnections,
  explainPools,
  explainUnreadable,
  explainCommentsOnly,
  explainRelease,
];

/**
 * Says for every change what it is and what it does to the live cluster.
 *
 * Worst first, in one order for equal plans. Whatever no explainer knows is a finding of its own,
 * severity `replace`: nothing goes unexplained.
 */
export function findImpact(change: ClusterChange): Finding[] {
  const files = fileChanges(change);
  const record = standingRecord(change);
  const causes = causesIn(change, changedKeys(record, files));
  const impact: Impact = { change, record, files, causes };
  const findings = explainers.flatMap((explain) => explain(impact));
  return [...findings, ...unexplained(change, findings)].sort(byWeight);
}

const HOMES: Readonly<Record<string, KeyHome>> = {
  [paths.desiredDynamic]: 'dynamic',
  [paths.haproxyCfg]: 'haproxy',
  [paths.pgbouncerIni]: 'pgbouncer',
};

/** Key paths of all settings that change, each with `old -> new`. */
function changedKeys(record: Impact['record'], files: readonly FileChange[]): Map<string, string> {
  const changed = new Map<string, string>();
  for (const file of files) {
    const { path } = file;
    const parameters = path === paths.desiredPostgresqlConf;
    const home = parameters ? 'parameters' : HOMES[path];
    if (home === undefined) continue;
    const keys = parameters ? parameterChanges(record, file) : keyChanges(file.before, file.after);
    for (const { key, before = 'not set', after = 'not set' } of keys) {
      changed.set(keyPathOf(home, key), `${before} -> ${after}`);
    }
  }
  return changed;
}

/** A file that cannot be read may change anything that its program reads. */
function explainUnreadable({ files, record }: Impact): Finding[] {
  return files
    .filter(({ unreadable }) => unreadable)
    .map((file) => ({
      code: 'CONTENT_UNREADABLE',
      ...taskRestart(record, file.tier, file.nodes),
      severity: 'replace' as const,
      object: file.service,
      what: `${file.path} is not in a form that this release reads`,
      causes: [],
      why: 'what changes in it cannot be told',
      fix: 'compare the files yourself: patroni-swarm render',
      resources: file.resources,
    }));
}

/** The bytes differ and no setting does: a formula's text, the order of keys. */
function explainCommentsOnly({ files, record }: Impact): Finding[] {
  return files
    .filter(({ unreadable, path }) => !unreadable && path !== paths.desiredTopology)
    .filter(({ after, before }) => before && after && sameSettings(record, before, after))
    .map((file) => ({
      code: 'COMMENTS_ONLY',
      ...taskRestart(record, file.tier, file.nodes),
      object: file.service,
      what: `${file.path}: comments or spelling, no setting`,
      causes: [],
      why: 'a file is named by its bytes, and the task that mounts it starts anew',
      resources: file.resources,
    }));
}

function sameSettings(
  record: Impact['record'],
  before: NonNullable<FileChange['before']>,
  after: NonNullable<FileChange['after']>,
): boolean {
  return parameterChanges(record, { before, after }).length === 0;
}

function explainRelease({ change: { after, before, scope } }: Impact): Finding[] {
  if (!before || !after || before.toolVersion === after.toolVersion) return [];
  return [
    {
      code: 'TOOL_VERSION',
      ...nothing(),
      object: scope,
      what: 'the cluster is now written by another release of patroni-swarm',
      before: { text: before.toolVersion },
      after: { text: after.toolVersion },
      causes: [],
      why: 'what the release itself changes is told by the other findings',
      resources: [],
    },
  ];
}

/** Each resource that would change and that no finding names. */
function unexplained(
  { foreign, resources, services }: ClusterChange,
  findings: readonly Finding[],
): Finding[] {
  const known = new Set(findings.flatMap((finding) => finding.resources));
  return [...services, ...resources, ...foreign]
    .filter(({ action, address }) => action !== 'keep' && !known.has(address))
    .map((resource) => (isLeftOver(resource) ? leftOver(resource) : unknown(resource)));
}

/** No service mounts it: the Swarm refuses to remove a config that is in use. */
function isLeftOver({ action, type }: ResourceChange): boolean {
  return type === 'docker_config' && action === 'delete';
}

function leftOver({ address, name }: ResourceChange): Finding {
  return {
    code: 'CONFIG_LEFT_OVER',
    ...nothing(),
    object: name,
    what: `config ${name} is removed`,
    causes: [],
    why: 'no service mounts it any more',
    resources: [address],
  };
}

function unknown({ action, address, type }: ResourceChange): Finding {
  return {
    code: 'UNEXPLAINED',
    severity: 'replace',
    object: address,
    what: `Terraform would ${action} this ${type}`,
    causes: [],
    members: [],
    clients: 'not known',
    why: 'no rule of patroni-swarm explains it, so the worst is assumed',
    fix: 'report it with the plan; it holds no secret',
    resources: [address],
  };
}
