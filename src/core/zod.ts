import { createRequire } from 'node:module';
import type * as Zod from 'zod';

/**
 * zod, loaded by `require`: an `import` cannot put off its 60 files of other languages.
 *
 * Two copies of zod do not know each other's schemas, so nothing of ours imports it directly.
 * The agent's bundle has the package itself in this file's place.
 */
export const { z } = createRequire(import.meta.url)('zod') as typeof Zod;

/** The types of zod that stand beside its functions. */
// eslint-disable-next-line @typescript-eslint/no-namespace -- `z.output<…>` is how zod names them
export declare namespace z {
  export type ZodType<Output = unknown> = Zod.ZodType<Output>;
  export type ZodObject = Zod.ZodObject;
  export type ZodNumber = Zod.ZodNumber;
  export type ZodString = Zod.ZodString;
  export type input<Schema> = Zod.input<Schema>;
  export type output<Schema> = Zod.output<Schema>;
  // eslint-disable-next-line @typescript-eslint/no-namespace -- as above
  export namespace core {
    export type $ZodIssue = Zod.core.$ZodIssue;
    export type ParsePayload<Value> = Zod.core.ParsePayload<Value>;
  }
}
