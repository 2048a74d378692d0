import { writeFileSync } from 'node:fs';

/** The options every command has. */
export interface OutputOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly out?: string;
}

/** Prints a command's result: JSON if asked for, else the text made of it; data only, on stdout. */
export function print<T>(options: OutputOptions, result: T, text: (result: T) => string): void {
  const content = wantsJson(options) ? JSON.stringify(result, null, 2) : text(result);
  printText(options, content);
}

/** Text that is ready, to the file that was named or to standard output. */
export function printText({ out }: Pick<OutputOptions, 'out'>, content: string): void {
  const ended = content.endsWith('\n') ? content : `${content}\n`;
  if (out) writeFileSync(out, ended);
  else process.stdout.write(ended);
}

export function wantsJson(options: OutputOptions): boolean {
  return options.json === true || options.format === 'json';
}
