/** Returns a function that adds up a field of log lines. */
export function countedIn(lines: readonly string[]): (field: string) => number {
  const values = lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return (field) =>
    values.reduce((sum, line) => sum + (typeof line[field] === 'number' ? line[field] : 0), 0);
}
