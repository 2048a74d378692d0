import type { Origin, Parameter } from './parameter.js';

/** A parameter with a value of ours: a user's value takes its place. */
export interface TunedParameter extends Parameter {
  readonly origin: Exclude<Origin, { readonly by: 'user' }>;
}

export function tuned(name: string, value: string | number, formula: string): TunedParameter {
  return { name, value: String(value), origin: { by: 'tuned', formula } };
}

/** A value that Patroni, replication or another tier relies on. */
export function mandatory(name: string, value: string | number, reason: string): TunedParameter {
  return { name, value: String(value), origin: { by: 'mandatory', reason } };
}
