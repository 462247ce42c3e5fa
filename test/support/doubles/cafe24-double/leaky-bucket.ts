export interface BucketOptions {
  /** Calls that it holds. */
  readonly size?: number;
  /** Calls that leak out in a second. */
  readonly drainPerSecond?: number;
  readonly now: () => Date;
}

export interface LeakyBucket {
  /** Puts a call in. Returns whether it found room, and the headers about the bucket. */
  pour(): { readonly hasRoom: boolean; readonly headers: Record<string, string> };
}

/**
 * Returns the bucket that limits the calls of a mall. A call without room counts too, so repeated calls wait longer.
 * The documents mention a separate quota of calls without a size; the bucket stands for it here.
 * @see https://developers.cafe24.com/docs/api/admin/#api-limit (version 2026-03-01, read 2026-11-24)
 */
export function leakyBucket({ size = 40, drainPerSecond = 2, now }: BucketOptions): LeakyBucket {
  let level = 0;
  let seenAt = now().getTime();

  return {
    pour: () => {
      // A clock that was set back lets nothing leak in.
      const passed = Math.max(now().getTime() - seenAt, 0) / 1_000;
      seenAt = now().getTime();
      level = Math.max(level - passed * drainPerSecond, 0);
      const hasRoom = level + 1 <= size;
      level += 1;
      const secondsUntilRoom = Math.ceil((level + 1 - size) / drainPerSecond);
      const headers = {
        'x-api-call-limit': `${Math.min(Math.ceil(level), size)}/${size}`,
        'x-cafe24-call-usage': ((level / size) * 100).toFixed(2),
        // Present only if nothing is left.
        ...(level >= size && { 'x-cafe24-call-remain': String(secondsUntilRoom) }),
      };
      return { hasRoom, headers };
    },
  };
}
