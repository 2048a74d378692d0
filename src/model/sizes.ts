export const MB = 1024 ** 2;
export const GB = 1024 ** 3;

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Whole megabytes, so that sizes read well in generated files. */
export function floorToMegabytes(bytes: number): number {
  return Math.floor(bytes / MB) * MB;
}
