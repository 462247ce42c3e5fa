/** A bucket of calls: each adds one, and it drains evenly. */
export interface LeakyBucket {
  /** Adds a call. Returns how full the bucket is then, or how many seconds until there is room. */
  take(now: number): { readonly kind: 'taken'; readonly used: number } | Full;
}

interface Full {
  readonly kind: 'full';
  readonly used: number;
  readonly retryAfterSeconds: number;
}

/** Returns an empty bucket. */
export function createLeakyBucket({
  size,
  drainsPerSecond,
}: {
  readonly size: number;
  readonly drainsPerSecond: number;
}): LeakyBucket {
  let level = 0;
  let at = 0;
  return {
    take(now) {
      level = Math.max(0, level - ((now - at) / 1_000) * drainsPerSecond);
      at = now;
      if (level + 1 > size) {
        const retryAfterSeconds = Math.ceil((level + 1 - size) / drainsPerSecond);
        return { kind: 'full', used: size, retryAfterSeconds };
      }
      level += 1;
      return { kind: 'taken', used: Math.ceil(level) };
    },
  };
}
