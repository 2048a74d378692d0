import { z } from '../core/zod.js';
import { httpCall } from './http.js';

const lag = z.union([z.number(), z.string()]).optional();

const memberSchema = z.object({
  name: z.string(),
  role: z.string(),
  state: z.string(),
  host: z.string().optional(),
  port: z.number().optional(),
  timeline: z.union([z.number(), z.string()]).optional(),
  lag,
  pending_restart: z.boolean().optional(),
  tags: z.record(z.string(), z.unknown()).optional(),
});

const clusterSchema = z.object({
  members: z.array(memberSchema).default([]),
  pause: z.boolean().optional(),
});

/** One row of `GET /cluster`, as the answering member sees it in the DCS. */
export interface PatroniMemberState {
  readonly name: string;
  /** `leader`, `standby_leader`, `sync_standby`, `quorum_standby` or `replica`. */
  readonly role: string;
  /** `running` on a leader, `streaming` on a replica that follows it. */
  readonly state: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly timeline: number | undefined;
  /** Replay lag behind the leader; undefined if Patroni does not know it. */
  readonly lagBytes: number | undefined;
  readonly pendingRestart: boolean;
  readonly nofailover: boolean;
}

export interface PatroniCluster {
  readonly members: readonly PatroniMemberState[];
  readonly paused: boolean;
}

export interface PatroniAnswer {
  readonly status: number;
  readonly text: string;
}

/** Patroni's REST interface of one member. Every call throws if there is no answer in time. */
export interface PatroniRest {
  cluster(): Promise<PatroniCluster>;
  /** `GET /patroni`: this member's own state. */
  member(): Promise<Readonly<Record<string, unknown>>>;
  /** `GET /config`: the dynamic configuration in the DCS. */
  config(): Promise<Readonly<Record<string, unknown>>>;
  alive(): Promise<boolean>;
  /** Answers when the switchover is over, so it may take as long as one; 200 is success. */
  switchover(leader: string, candidate: string): Promise<PatroniAnswer>;
}

export interface RestCredentials {
  readonly username: string;
  readonly password: string;
}

/** Opens the REST interface of the member at `host`; `credentials` only for unsafe calls. */
export type PatroniAt = (host: string) => PatroniRest;

const SWITCHOVER_TIMEOUT_MS = 60_000;

const jsonObject = z.record(z.string(), z.unknown());

/** @see https://patroni.readthedocs.io/en/latest/rest_api.html */
export function patroniRest(base: string, credentials?: RestCredentials): PatroniRest {
  const get = async (path: string): Promise<unknown> => {
    const { status, text } = await httpCall(`${base}${path}`);
    if (status !== 200) throw new Error(`${base}${path}: HTTP ${status} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  };
  return {
    cluster: async () => toCluster(clusterSchema.parse(await get('/cluster'))),
    config: async () => jsonObject.parse(await get('/config')),
    // Answers 503 with the same document on a member that is not running.
    member: async () => jsonObject.parse(JSON.parse((await httpCall(`${base}/patroni`)).text)),
    alive: async () => (await httpCall(`${base}/liveness`)).status === 200,
    switchover: async (leader, candidate) =>
      httpCall(
        `${base}/switchover`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...basicAuth(credentials) },
          body: JSON.stringify({ leader, candidate }),
        },
        SWITCHOVER_TIMEOUT_MS,
      ),
  };
}

/** The header of unsafe calls; none without credentials. */
export function basicAuth(credentials: RestCredentials | undefined): Record<string, string> {
  if (!credentials) return {};
  const pair = `${credentials.username}:${credentials.password}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

function toCluster(raw: z.output<typeof clusterSchema>): PatroniCluster {
  return {
    paused: raw.pause ?? false,
    members: raw.members.map((member) => ({
      name: member.name,
      role: member.role,
      state: member.state,
      host: member.host,
      port: member.port,
      timeline: numberOrUndefined(member.timeline),
      lagBytes: numberOrUndefined(member.lag),
      pendingRestart: member.pending_restart ?? false,
      nofailover: member.tags?.['nofailover'] === true,
    })),
  };
}

function numberOrUndefined(value: number | string | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
