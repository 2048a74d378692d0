/** One thing that is not as it was declared. */
export interface DriftItem {
  /** Who has it: the Swarm, Patroni's configuration in the DCS, one server, or a database. */
  readonly where: 'swarm' | 'dcs' | 'member' | 'database';
  /** Service, key path, member or database that it is about. */
  readonly object: string;
  readonly what: string;
  readonly declared: string;
  readonly live: string;
  /** What becomes of it, if nobody does anything but deploy again. */
  readonly then: string;
}
