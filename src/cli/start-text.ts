import { colours } from './colours.js';
import type { StartResult } from './commands/start.js';
import { columns, seconds } from './format.js';
import { statusText } from './status-text.js';
import { verifyText } from './verify-text.js';

/** What `npm start` ends with: the cluster, how to reach it, what to do next, what took how long. */
export function startText(result: StartResult): string {
  const { view, verify, timings } = result;
  const total = timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    statusText(view),
    verifyText(verify),
    connections(result),
    nextCommands(result),
    columns([
      ['PHASE', 'TOOK'],
      ...timings.map((row) => [row.title, seconds(row.milliseconds)]),
      ['all, one after another', seconds(total)],
    ]),
    changesLine(result),
  ].join('\n\n');
}

/** Addresses instead of names: the lab's host names mean nothing outside it. */
function connections({ hosts, cluster }: StartResult): string {
  const { haproxy, pgbouncer, reconciler } = cluster.model;
  const [database] = reconciler.databases;
  const login = database ? `user=${database.owner} dbname=${database.name}` : 'dbname=postgres';
  const command = (port: number) =>
    `psql 'host=${hosts.join(',')} port=${port} ${login} passfile=.lab/pgpass'`;
  return [
    `write   ${command(haproxy.writePort)}`,
    `read    ${command(haproxy.readPort)}`,
    `pooled  ${command(pgbouncer.port)}`,
  ].join('\n');
}

function nextCommands({ cluster: { name }, view }: StartResult): string {
  const leader = view.leader ?? 'node-1';
  return [
    `next    npm run -s cli -- status ${name}`,
    `        npm run -s cli -- switchover ${name}`,
    `        npm run -s cli -- lab fault power-loss ${leader}`,
  ].join('\n');
}

function changesLine({ deploy: { changes } }: StartResult): string {
  const { add, change, remove } = changes;
  if (add + change + remove === 0) return colours.bold('nothing changed');
  return colours.bold(`${add} added, ${change} changed, ${remove} removed`);
}
