import type { TaskLogs } from './swarm.js';

const HEADER_BYTES = 8;
const STDERR = 2;

/**
 * Splits Docker's multiplexed log into its two streams.
 *
 * A frame is one byte for the stream, three zeros, the length as a big-endian 32-bit number and the
 * payload. A frame that was cut off at the end is left out.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function splitTaskLogs(raw: Buffer): TaskLogs {
  const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  let at = 0;
  while (at + HEADER_BYTES <= raw.length) {
    const end = at + HEADER_BYTES + raw.readUInt32BE(at + 4);
    if (end > raw.length) break;
    const stream = raw[at] === STDERR ? chunks.stderr : chunks.stdout;
    stream.push(raw.subarray(at + HEADER_BYTES, end));
    at = end;
  }
  return {
    stdout: Buffer.concat(chunks.stdout).toString('utf8'),
    stderr: Buffer.concat(chunks.stderr).toString('utf8'),
  };
}
