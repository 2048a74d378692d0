/** The day by UTC, `2026-11-25`: the same for everybody who looks at one pipeline. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
