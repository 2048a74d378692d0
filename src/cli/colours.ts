import picocolors from 'picocolors';

/**
 * Colours where a person looks at stdout; plain text in a file, a pipe or a pipeline's log.
 *
 * picocolors itself also colours wherever `CI` is set.
 */
export function inColour(): boolean {
  const { NO_COLOR, TERM } = process.env;
  // Undefined where it is no terminal, which picocolors would take for "decide yourself".
  return process.stdout.isTTY ? !NO_COLOR && TERM !== 'dumb' : false;
}

/** For everything that is printed on stdout. */
export const colours = picocolors.createColors(inColour());
