import type { Objection } from '../model/objection.js';
import { recordOf, type ClusterChange } from './cluster-change.js';
import { nothing } from './effects.js';
import { SEVERITIES, type Finding } from './finding.js';

/** What the reconciler carries out: all of it, or nothing of it. */
const RECONCILED =
  /^(PARAMETER_|DYNAMIC_SETTING$|SYNC_TURNED_OFF$|SLOT_REMOVED$|PG_IDENT$|ACCESS_RULES$|DATABASE_|EXTENSION_|CONNECTIONS_IN_USE$)/;

/** A change of many settings names its first ones. */
const MOST_NAMED = 8;

export interface HeldBack {
  /** What the reconciler says; missing if nothing of the change is for it. */
  readonly objection?: Finding;
  /** What then has no effect, in place of what it would have done. */
  readonly held: ReadonlyMap<Finding, Finding>;
}

/**
 * What becomes of a change that the reconciler objects to. The rest of the apply is Terraform's and goes
 * on beside it, unless the reconciler's part is an apply of its own that comes first.
 *
 * @param settingsFirst - it is
 */
export function heldBack(
  change: ClusterChange,
  findings: readonly Finding[],
  objection: Objection,
  settingsFirst: boolean,
): HeldBack {
  const ours = findings.filter(({ code }) => RECONCILED.test(code));
  if (ours.length === 0) return { held: new Map() };
  const second = settingsFirst ? findings.filter(isInSecondApply) : [];
  return {
    objection: objectionFinding(change, objection),
    held: new Map(
      [...ours, ...second].map((finding) => [finding, withoutEffect(finding)] as const),
    ),
  };
}

function isInSecondApply({ severity, tier }: Finding): boolean {
  const restarts = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf('replace');
  return restarts && tier !== undefined && !['pgbouncer', 'reconciler'].includes(tier);
}

function withoutEffect(finding: Finding): Finding {
  const { after, before, causes, code, object, resources, what } = finding;
  return {
    code,
    object,
    what,
    ...(before && { before }),
    ...(after && { after }),
    causes,
    resources,
    ...nothing(),
    why: 'not carried out: the reconciler refuses this desired state as a whole',
  };
}

function objectionFinding(change: ClusterChange, objection: Objection): Finding {
  const { scope, services } = recordOf(change);
  const object = services.find(({ tier }) => tier === 'reconciler')?.name ?? scope;
  const told = { object, ...nothing(), causes: [], resources: [] };
  switch (objection.kind) {
    case 'paused':
      return {
        ...told,
        code: 'CLUSTER_PAUSED',
        what: 'the cluster is paused: the reconciler changes nothing in it',
        why: 'whoever paused it wants to change it by hand',
        fix: 'patronictl resume, then apply',
      };
    case 'settings':
      return {
        ...told,
        code: 'SETTINGS_REFUSED',
        what: `PostgreSQL does not start with these settings: ${objection.reason}`,
        why: 'they were tried in a server of their own, as the reconciler does before it sends any',
        fix: `correct what it names; tried: ${someOf(objection.tried)}`,
      };
  }
}

function someOf(keys: readonly string[]): string {
  const shown = keys.slice(0, MOST_NAMED);
  const more = keys.length - shown.length;
  return [shown.join(', '), ...(more > 0 ? [`${more} more`] : [])].join(' and ');
}
