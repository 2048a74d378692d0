import { httpCall } from './http.js';
import { basicAuth, type PatroniAnswer, type RestCredentials } from './patroni-rest.js';

/** What changes a member through its REST interface. Every call throws if there is no answer. */
export interface PatroniControl {
  /**
   * Merges into the dynamic configuration of all members; null takes a key away.
   *
   * @throws Error unless it is in the DCS afterwards
   */
  patchConfig(patch: Readonly<Record<string, unknown>>): Promise<void>;
  /** Makes the member read its files and the DCS again, without waiting for it. */
  reload(): Promise<void>;
  /** Answers when PostgreSQL runs again, or does not; 200 is success. */
  restart(timeoutSeconds: number): Promise<PatroniAnswer>;
}

export type PatroniControlAt = (host: string) => PatroniControl;

/** Patroni's own work before and after the restart itself. */
const RESTART_EXTRA_MS = 30_000;

/** @see https://patroni.readthedocs.io/en/latest/rest_api.html */
export function patroniControl(base: string, login: RestCredentials | undefined): PatroniControl {
  const headers = { 'content-type': 'application/json', ...basicAuth(login) };
  const call = (method: string, path: string, body: object, timeoutMs?: number) =>
    httpCall(`${base}${path}`, { method, headers, body: JSON.stringify(body) }, timeoutMs);
  return {
    patchConfig: async (patch) => {
      const { status, text } = await call('PATCH', '/config', patch);
      if (status !== 200) throw new Error(`PATCH /config: HTTP ${status} ${text.slice(0, 200)}`);
    },
    reload: async () => {
      const { status, text } = await call('POST', '/reload', {});
      if (status >= 300) throw new Error(`POST /reload: HTTP ${status} ${text.slice(0, 200)}`);
    },
    restart: (timeoutSeconds) =>
      call(
        'POST',
        '/restart',
        { timeout: timeoutSeconds },
        timeoutSeconds * 1000 + RESTART_EXTRA_MS,
      ),
  };
}
