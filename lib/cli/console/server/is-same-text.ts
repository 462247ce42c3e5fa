import { timingSafeEqual } from 'node:crypto';

/** Tells whether two texts are the same, in a time that depends on their lengths only. */
export function isSameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
