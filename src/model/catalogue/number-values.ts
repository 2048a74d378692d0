import type { ValueForm } from './value.js';

const SLRU_BUFFERS = [
  ...['commit_timestamp', 'multixact_member', 'multixact_offset', 'notify'],
  ...['serializable', 'subtransaction', 'transaction'],
].map((name) => `${name}_buffers`);

/** SLRU caches come in banks. */
const wholeBanks = (pages: number) =>
  pages % 16 === 0 ? undefined : 'a multiple of 16 pages, 128kB';

/** What PostgreSQL checks beside the range; the server gives no table of these (`check_hook` in its sources). */
const CHECKS: Readonly<Record<string, (value: number) => string | undefined>> = {
  ...Object.fromEntries(SLRU_BUFFERS.map((name) => [name, wholeBanks])),
  io_max_concurrency: (operations) =>
    operations === 0 ? '1 or more, or -1 to follow shared_buffers' : undefined,
  vacuum_buffer_usage_limit: (kilobytes) =>
    kilobytes === 0 || kilobytes >= 128 ? undefined : '0, or 128kB to 16GB',
};

/** What is needed instead of a number within the range that PostgreSQL refuses all the same. */
export function numberProblem({ name }: ValueForm, value: number): string | undefined {
  return Object.hasOwn(CHECKS, name) ? CHECKS[name]?.(value) : undefined;
}
