import { SYNC_COUNT } from '../handover/widen-sync.js';
import { addressBook, type AddressBook } from '../live/address-book.js';
import { etcdStoreBy } from '../live/etcd.js';
import { etcdGateway } from '../live/etcd-gateway.js';
import { memberMarks, type MemberMarks } from '../live/member-marks.js';
import { operationLease, type OperationLease } from '../live/operation-lease.js';
import type { PatroniSettings } from '../live/patroni-settings.js';
import { publishedLeader, type PublishedLeader } from '../live/published-leader.js';
import { type PublishedParameters, publishedParameters } from '../live/published-parameters.js';
import { systemClock } from '../live/system-clock.js';
import { lentSetting, type LentSetting } from '../live/lent-setting.js';
import { PATRONI_NAMESPACE } from '../model/names.js';
import { dcsKeys } from '../model/reconciler-status.js';

/** The DCS as a member's supervisor reaches it, also when no name resolves any more. */
export interface MemberDcs {
  readonly lease: OperationLease;
  readonly marks: MemberMarks;
  /** How many sync standbys there are. */
  readonly syncCount: LentSetting;
  /** Undefined if nobody leads. */
  leader(): Promise<PublishedLeader | undefined>;
  /** `postgresql.parameters` of Patroni's dynamic configuration; undefined before the first start. */
  parameters(): Promise<PublishedParameters | undefined>;
  /** Base URL of one etcd member by its host name, with the address known last. */
  urlOf(host: string): string;
  keepAddresses(over: AbortSignal): Promise<void>;
}

/** A stop has seconds to decide in, and the members are on its own networks. */
const CALL_MS = 1000;
const REFRESH_EVERY_MS = 3000;

/** @param port - of etcd's clients */
export function memberDcs(scope: string, hosts: readonly string[], port: number): MemberDcs {
  const book: AddressBook = addressBook(hosts);
  const urlOf = (host: string) => `http://${book.at(host)}:${port}`;
  const call = etcdGateway(() => hosts.map(urlOf), CALL_MS);
  const store = etcdStoreBy(call);
  const prefix = `/${PATRONI_NAMESPACE}/${scope}/`;
  return {
    lease: operationLease(call, dcsKeys.operation(scope)),
    marks: memberMarks(call, dcsKeys.ours(scope)),
    syncCount: lentSetting(store, dcsKeys.ours(scope), SYNC_COUNT),
    leader: () => publishedLeader(store, prefix),
    parameters: () => publishedParameters(store, prefix),
    urlOf,
    keepAddresses: async (over) => {
      while (!over.aborted) {
        await book.refresh();
        await systemClock.sleep(REFRESH_EVERY_MS);
      }
    },
  };
}

/** The DCS of a Patroni member, from Patroni's own configuration. */
export function patroniDcs({
  etcdHosts,
  scope,
}: Pick<PatroniSettings, 'etcdHosts' | 'scope'>): MemberDcs {
  const etcd = etcdHosts.map((host) => new URL(`http://${host}`));
  const hosts = etcd.map(({ hostname }) => hostname);
  return memberDcs(scope, hosts, Number(etcd[0]?.port ?? 2379));
}
