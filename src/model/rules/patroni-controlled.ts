import { rule } from './rule.js';

const BY_PATRONI = 'Patroni sets it and would silently ignore the value';
const BY_ROLE = 'Patroni writes it anew whenever a member changes its role';
const BY_IMAGE = 'paths in the container are fixed by the image';

/**
 * Parameters that have one right writer, and it is not the user.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html (important rules)
 * @see https://github.com/patroni/patroni (patroni/postgresql/config.py, CMDLINE_OPTIONS, recovery parameters)
 */
const CONTROLLED: Readonly<Record<string, string>> = {
  listen_addresses: BY_PATRONI,
  port: BY_PATRONI,
  cluster_name: BY_PATRONI,
  hot_standby: BY_PATRONI,
  synchronous_standby_names: 'Patroni follows the members; see availability.rpo',
  primary_conninfo: BY_ROLE,
  primary_slot_name: BY_ROLE,
  restore_command: BY_ROLE,
  archive_cleanup_command: BY_ROLE,
  recovery_end_command: BY_ROLE,
  recovery_min_apply_delay: BY_ROLE,
  promote_trigger_file: BY_ROLE,
  trigger_file: BY_ROLE,
  standby_mode: BY_ROLE,
  data_directory: BY_IMAGE,
  config_file: BY_IMAGE,
  hba_file: BY_IMAGE,
  ident_file: BY_IMAGE,
  external_pid_file: BY_IMAGE,
  unix_socket_directories: BY_IMAGE,
};

/** A value the user sees in the file and that never runs would be a lie. */
export const patroniControlled = rule({
  code: 'PATRONI_CONTROLLED',
  reads: ['postgresql.parameters'],
  check({ postgresql: { parameters } }) {
    return Object.entries(parameters).flatMap(([name, value]) => {
      const why = name.startsWith('recovery_target') ? BY_ROLE : ownEntry(name);
      if (why === undefined) return [];
      const at = `postgresql.parameters.${name}`;
      return { at, got: `${value}`, need: 'no value from you', why, fix: 'remove it' };
    });
  },
});

function ownEntry(name: string): string | undefined {
  return Object.hasOwn(CONTROLLED, name) ? CONTROLLED[name] : undefined;
}
