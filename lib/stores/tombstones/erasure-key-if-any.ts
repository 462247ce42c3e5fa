import type { ErasureKey } from './erasure-key.ts';

/** How long a key that is missing, or cannot be read, is not asked for again: SSM allows 40 reads a second. */
const ABSENT_MS = 5 * 60_000;

/**
 * Returns a reader for whom the key is useful and not needed. It never throws, and a key that is missing or cannot be read
 * is looked up at most once in five minutes. `now` is in milliseconds since 1970.
 * @see https://docs.aws.amazon.com/general/latest/gr/ssm.html (read 2026-11-29)
 */
export function erasureKeyIfAny(
  { read }: Pick<ErasureKey, 'read'>,
  now: () => number,
): () => Promise<Buffer | undefined> {
  let absentSince = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - absentSince < ABSENT_MS) return undefined;
    const key = await read().catch(() => undefined);
    if (key === undefined) absentSince = now();
    return key;
  };
}
