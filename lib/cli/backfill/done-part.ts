import { createHash, type Hash } from 'node:crypto';

/** Fingerprints the lines of an export that are done, and holds those that were read and are not done yet. */
export interface DonePart {
  /** Passes all lines on, those that were done before included. */
  readonly reading: (lines: AsyncIterable<string>) => AsyncGenerator<string>;
  /** Returns lines that are not done: the first of them counts from 1. */
  readonly undone: (line: number, count: number) => readonly string[];
  /** Says that the first lines are done. Returns their fingerprint. */
  readonly finish: (lines: number) => string;
}

/** A fingerprint that can go on. */
export interface Fingerprint {
  readonly lines: number;
  readonly hash: Hash;
}

/** Returns the fingerprint of the first lines of an export; of fewer if it has not so many. For none it opens nothing. */
export async function fingerprintOf(open: () => AsyncIterable<string>, count: number): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let done = 0;
  if (count > 0) {
    for await (const line of open()) {
      addTo(hash, line);
      done += 1;
      if (done === count) break;
    }
  }
  return { lines: done, hash };
}

/** Returns the text of a fingerprint: changed lines give another. */
export function textOf({ hash }: Fingerprint): string {
  return hash.copy().digest('base64url');
}

/** Returns a part that begins with what was done before. Holds the lines since the last `finish` in memory. */
export function createDonePart(from: Fingerprint): DonePart {
  const { hash } = from;
  let done = from.lines;
  let ahead: string[] = [];
  return {
    async *reading(lines) {
      let skipped = 0;
      for await (const line of lines) {
        if (skipped < from.lines) skipped += 1;
        else ahead.push(line);
        yield line;
      }
    },
    undone: (line, count) => ahead.slice(line - 1 - done, line - 1 - done + count),
    finish(lines) {
      for (const line of ahead.slice(0, lines - done)) addTo(hash, line);
      ahead = ahead.slice(lines - done);
      done = lines;
      return textOf({ lines, hash });
    },
  };
}

function addTo(hash: Hash, line: string): void {
  hash.update(line).update('\n');
}
