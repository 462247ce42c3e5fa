/** A line of a log group. `at` in milliseconds since 1970. */
export interface StoredLine {
  readonly id: string;
  readonly group: string;
  readonly stream: string;
  readonly at: number;
  readonly text: string;
}

/** The last lines of all log groups, in the order in which they came. */
export interface LogRing {
  add(line: Omit<StoredLine, 'id'>): void;
  /** Returns the lines of a group between two times, both included, by time. */
  lines(group: string, from: number, to: number): readonly StoredLine[];
}

/** Returns a store of the last `capacity` lines. */
export function createLogRing(capacity = 20_000): LogRing {
  const stored: StoredLine[] = [];
  let count = 0;
  return {
    add(line) {
      count += 1;
      stored.push({ ...line, id: String(count) });
      // Cut now and then, because a cut moves every line.
      if (stored.length > capacity * 1.1) stored.splice(0, stored.length - capacity);
    },
    lines: (group, from, to) =>
      stored
        .slice(-capacity)
        .filter((line) => line.group === group && line.at >= from && line.at <= to)
        .toSorted((a, b) => a.at - b.at),
  };
}
