/** Places of a list whose value stood there before, with the place of the first. */
export function repeats(values: readonly string[]): { index: number; first: number }[] {
  return values
    .map((value, index) => ({ index, first: values.indexOf(value) }))
    .filter(({ index, first }) => first < index);
}
