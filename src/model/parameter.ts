/** Where a value came from; printed beside it in generated files and by `explain`. */
export type Origin =
  | { readonly by: 'user'; readonly key: string }
  | { readonly by: 'tuned'; readonly formula: string }
  | { readonly by: 'mandatory'; readonly reason: string };

export interface Parameter {
  readonly name: string;
  /** As it stands in postgresql.conf, before quoting. */
  readonly value: string;
  readonly origin: Origin;
}
