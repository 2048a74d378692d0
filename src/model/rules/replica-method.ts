import { rule, type RuleFinding } from './rule.js';

const BUILT_IN = 'basebackup';

/**
 * Keys of `postgresql` in Patroni's file that are something else: methods stand among them.
 *
 * @see https://github.com/patroni/patroni/blob/v4.0.7/patroni/validator.py (schema, `postgresql`)
 */
const TAKEN = (
  'authentication basebackup before_stop bin_dir bin_name callbacks config_dir connect_address ' +
  'create_replica_methods custom_conf data_dir database listen parameters pg_ctl_timeout pg_hba ' +
  'pg_ident pgpass pre_promote proxy_address recovery_conf remove_data_directory_on_diverged_timelines ' +
  'remove_data_directory_on_rewind_failure replica_method rewind use_pg_rewind use_slots ' +
  'use_unix_socket use_unix_socket_repl'
).split(' ');

/** A method Patroni would not find, would take for a setting, or would never try. */
export const replicaMethod = rule({
  code: 'REPLICA_METHOD',
  reads: ['patroni.postgresql.create_replica_methods', 'patroni.postgresql.replica_methods'],
  check({ patroni: { postgresql } }) {
    const { create_replica_methods: listed, replica_methods: defined } = postgresql;
    return [
      ...listed.flatMap((name, index): RuleFinding[] => {
        if (name === BUILT_IN || Object.hasOwn(defined, name)) return [];
        return [
          {
            at: `patroni.postgresql.create_replica_methods[${index}]`,
            got: name,
            need: `basebackup, or replica_methods.${name} with its command`,
            why: 'Patroni would run the name as a program, and new members would stay without data',
          },
        ];
      }),
      ...Object.keys(defined).flatMap((name): RuleFinding[] => {
        const at = `patroni.postgresql.replica_methods.${name}`;
        if (TAKEN.includes(name)) {
          const why = 'the name is a setting of Patroni, and the method would take its place';
          return [{ at, got: name, need: 'another name', why }];
        }
        if (listed.includes(name)) return [];
        const why = 'a method that is not listed is never tried';
        return [{ at, got: name, need: `${name} in create_replica_methods`, why }];
      }),
    ];
  },
});
