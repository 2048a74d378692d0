import type { LentSetting, Loan } from '../live/lent-setting.js';
import type { PatroniControlAt } from '../live/patroni-control.js';
import type { PatroniAt } from '../live/patroni-rest.js';

export interface LendTools {
  readonly patroniAt: PatroniAt;
  readonly controlAt: PatroniControlAt;
  /** Of the members' REST interfaces: the first that answers is used. */
  readonly hosts: readonly string[];
  readonly lent: LentSetting;
  /** One line per decision. */
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/**
 * Changes a setting for a moment. One that is lent already is changed from what it was at first.
 *
 * @param by - who takes it back
 * @param change - from what it is, null if it is not set, to what it shall be
 * @throws Error if Patroni or the DCS does not answer
 */
export async function lend(
  { controlAt, hosts, lent, log, patroniAt }: LendTools,
  by: string,
  change: (value: Loan['value']) => number,
): Promise<void> {
  const left = await lent.read();
  const value = left
    ? left.value
    : valueIn(await anyOf(hosts, (host) => patroniAt(host).config()), lent.name);
  await lent.remember({ by, value });
  const patch = { [lent.name]: change(value) };
  await anyOf(hosts, (host) => controlAt(host).patchConfig(patch));
  log('setting-lent', patch);
}

/**
 * Takes a setting back that is lent, if it is.
 *
 * @throws Error if Patroni or the DCS does not answer; it is still remembered then
 */
export async function takeBack({ controlAt, hosts, lent, log }: LendTools): Promise<void> {
  const loan = await lent.read();
  if (!loan) return;
  const patch = { [lent.name]: loan.value };
  await anyOf(hosts, (host) => controlAt(host).patchConfig(patch));
  await lent.forget();
  log('setting-taken-back', patch);
}

/** One after another: a change must not be made by several members at once. */
async function anyOf<T>(hosts: readonly string[], ask: (host: string) => Promise<T>): Promise<T> {
  let failure: unknown = new Error('no member to ask');
  for (const host of hosts) {
    try {
      return await ask(host);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function valueIn(config: Readonly<Record<string, unknown>>, name: string): Loan['value'] {
  return (config[name] ?? null) as Loan['value'];
}
