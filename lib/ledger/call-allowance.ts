import pLimit from 'p-limit';
import { UnavailableError } from '../errors.ts';

/** Leases are counted in windows of so long. */
const WINDOW_MS = 5_000;

/**
 * 60 seconds of Dfinery's clock touch at most 13 windows, and one more where a call takes up to 5 s to arrive or a clock
 * is off by as much.
 */
const WINDOWS_A_MINUTE = 60_000 / WINDOW_MS + 2;

/** So many calls are leased at once, so that not every call is a write. */
const CHUNK = 10;

/** The least that can be kept: a call a window. */
export const MIN_CALLS_PER_MINUTE = WINDOWS_A_MINUTE;

/** What all instances have leased of one window, by the window's name. */
export interface LeaseCounter {
  /**
   * Adds to the count of a window, unless it would then be over `most`. Tells whether it did.
   * @throws the table is ill.
   */
  add(window: string, calls: number, most: number): Promise<boolean>;
}

export interface CallAllowance {
  /**
   * Returns `undefined` where a call may leave now, or when to ask again, in milliseconds since 1970. A call that is
   * allowed leaves at once, or not at all.
   * @throws {UnavailableError} `ledger-unavailable`: the table is ill, so nobody knows.
   */
  take(lane: string): Promise<number | undefined>;
}

/**
 * Returns the allowance of one instance. However many instances there are, a lane gets at most `callsPerMinute` calls
 * within any 60 seconds: each window of 5 s has a budget of its own in the shared table, and what is leased and not used
 * in its window is lost.
 */
export function createCallAllowance(options: {
  readonly counter: LeaseCounter;
  readonly callsPerMinute: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): CallAllowance {
  const { counter, now } = options;
  const budget = Math.floor(options.callsPerMinute / WINDOWS_A_MINUTE);
  const chunk = Math.min(CHUNK, budget);
  /** `left` of the leased calls; `spent` where the window has no more to lease. */
  const leases = new Map<string, { window: number; left: number; spent: boolean }>();
  const inTurn = pLimit(1);

  async function take(lane: string): Promise<number | undefined> {
    const window = Math.floor(now() / WINDOW_MS);
    const known = leases.get(lane);
    const lease = known?.window === window ? known : { window, left: 0, spent: false };
    leases.set(lane, lease);
    if (lease.left === 0 && !lease.spent) {
      const isLeased = await add(`${lane}#${window}`);
      lease.left = isLeased ? chunk : 0;
      lease.spent = !isLeased;
      // Its window is over: what was leased is lost.
      if (Math.floor(now() / WINDOW_MS) !== window) return take(lane);
    }
    if (lease.left === 0) return (window + 1) * WINDOW_MS;
    lease.left -= 1;
    return undefined;
  }

  async function add(window: string): Promise<boolean> {
    try {
      return await counter.add(window, chunk, budget);
    } catch (cause) {
      throw new UnavailableError('The ledger did not answer', { code: 'ledger-unavailable', cause });
    }
  }

  return { take: (lane) => inTurn(() => take(lane)) };
}
