import type { ClusterConfig } from '../../../config/schema/cluster.js';
import { versions } from '../versions.js';
import { rule, type RuleFinding } from './rule.js';

const TOO_OLD = `Patroni ${versions.patroni} of the image does not know it: 4.1 is the first that does`;
const NO_PROGRAM = 'the image has no such program, and Patroni would go on without it';
const NO_JSON = 'the image lacks python-json-logger, and Patroni would write plain lines';

/** A setting that the image of this release would ignore without a word. */
export const imageLacksFeature = rule({
  code: 'IMAGE_LACKS_FEATURE',
  reads: [
    'images.patroni',
    'nodes[].tags.sync_priority',
    'patroni.log.type',
    'patroni.log.deduplicate_heartbeat_logs',
    'patroni.restapi.thread_pool_size',
    'patroni.postgresql.callbacks',
    'patroni.postgresql.replica_methods',
    'patroni.postgresql.pre_promote',
    'patroni.postgresql.before_stop',
  ],
  check({ images, nodes, patroni }) {
    if (images.patroni !== undefined) return;
    return [
      ...nodes.flatMap(({ tags }, index) =>
        lacking(`nodes[${index}].tags.sync_priority`, tags.sync_priority, TOO_OLD),
      ),
      ...patroniFindings(patroni),
    ];
  },
});

function patroniFindings({ log, restapi, postgresql }: ClusterConfig['patroni']): RuleFinding[] {
  const { deduplicate_heartbeat_logs: deduplicate } = log;
  const { callbacks, pre_promote: prePromote, before_stop: beforeStop } = postgresql;
  return [
    ...lacking('patroni.log.type', log.type === 'json' ? log.type : undefined, NO_JSON),
    ...lacking('patroni.log.deduplicate_heartbeat_logs', deduplicate, TOO_OLD),
    ...lacking('patroni.restapi.thread_pool_size', restapi.thread_pool_size, TOO_OLD),
    ...Object.entries(callbacks).flatMap(([event, command]) =>
      lacking(`patroni.postgresql.callbacks.${event}`, command, NO_PROGRAM),
    ),
    ...Object.entries(postgresql.replica_methods).flatMap(([name, { command }]) =>
      lacking(`patroni.postgresql.replica_methods.${name}.command`, command, NO_PROGRAM),
    ),
    ...lacking('patroni.postgresql.pre_promote', prePromote, NO_PROGRAM),
    ...lacking('patroni.postgresql.before_stop', beforeStop, NO_PROGRAM),
  ];
}

function lacking(
  at: string,
  value: string | number | boolean | undefined,
  why: string,
): RuleFinding[] {
  if (value === undefined) return [];
  const need = 'an image of yours that has it, as images.patroni';
  return [{ at, got: String(value), need, why, fix: 'name the image, or remove the key' }];
}
