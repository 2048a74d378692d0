/** One generated file. Equal models give equal bytes: the digest of `text` names a Swarm config. */
export interface RenderedFile {
  /** Absolute path in the container. */
  readonly path: string;
  /** UTF-8, `\n` line ends, exactly one at the end. Never a secret. */
  readonly text: string;
}

export function renderedFile(path: string, text: string): RenderedFile {
  return { path, text: `${text.trimEnd()}\n` };
}
