import { z } from '../../src/core/zod.js';

/** How a file names the file it builds on. */
export const baseReference = z
  .string()
  .max(200)
  .regex(
    /^([A-Za-z0-9_][A-Za-z0-9_.-]*|[^/\\:\0\r\n][^\\:\0\r\n]*\.ya?ml)$/,
    'the name of a file in config/bases such as common, or a relative path to a .yaml file',
  )
  .describe('File in config/bases that this one builds on: maps are merged, lists replaced whole.');
