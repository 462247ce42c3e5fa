/**
 * Returns the name that a mistyped word most likely means: at most a third of its letters differ, a swap of two neighbours
 * counting once. Of two that are as near the longer one: a letter is forgotten more often than mistaken. `undefined` if none is
 * near.
 */
export function suggest(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const near = names
    .map((name) => ({ name, distance: distanceOf(typed, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(name.length, word.length) / 3)),
    )
    .toSorted((a, b) => a.distance - b.distance || b.name.length - a.name.length);
  return near[0]?.name;
}

/** Returns `: did you mean X?`, or nothing. It follows a sentence about a word that is not known. */
export function didYouMean(word: string, names: readonly string[]): string {
  const name = suggest(word, names);
  return name === undefined ? '' : `: did you mean ${name}?`;
}

/** Damerau–Levenshtein (optimal string alignment): inserted, removed, changed and swapped letters. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + changed,
          isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
