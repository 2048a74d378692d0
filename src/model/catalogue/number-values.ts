import type { ValueForm } from './value.js';

/** What PostgreSQL checks beside the range; the server gives no table of these (`check_hook` in its sources). */
const CHECKS: Readonly<Record<string, (value: number) => string | undefined>> = {
  vacuum_buffer_usage_limit: (kilobytes) =>
    kilobytes === 0 || kilobytes >= 128 ? undefined : '0, or 128kB to 16GB',
};

/** What is needed instead of a number within the range that PostgreSQL refuses all the same. */
export function numberProblem({ name }: ValueForm, value: number): string | undefined {
  return Object.hasOwn(CHECKS, name) ? CHECKS[name]?.(value) : undefined;
}
