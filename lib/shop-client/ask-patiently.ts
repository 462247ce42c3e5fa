import type { ApiConnection } from './access-tokens.ts';
import {
  type FetchedAnswer,
  type FetchResult,
  fetchFromShop,
  type Question,
  type ShopWait,
} from './fetch-from-shop.ts';

/** How often a shop that is unavailable or at its limit is asked, and how long between two tries at most. */
export interface Patience {
  readonly maxTries: number;
  readonly longestWaitMs: number;
  /** Whether there is time for a wait. */
  readonly hasTime: (waitMs: number) => boolean;
}

const FIRST_WAIT_MS = 2_000;

/** The outside world of something that asks a shop and waits for it. */
export type PatientPorts = Parameters<typeof fetchFromShop>[0] & {
  readonly sleep: (ms: number) => Promise<unknown>;
};

/**
 * Asks a shop at the pace that it wants, and again if it is unavailable. Returns the last answer, which may be a wait.
 * Throws only by a fault of ours.
 */
export async function askPatiently<Reference, Found>(
  ports: PatientPorts,
  connection: ApiConnection,
  question: Question<Reference, Found>,
  { maxTries, longestWaitMs, hasTime }: Patience,
): Promise<FetchResult<Found>> {
  for (let attempt = 1; ; attempt += 1) {
    const { result, pauseMs }: FetchedAnswer<Found> = await fetchFromShop(ports, connection, question);
    if (result.kind !== 'waits') {
      if (pauseMs > 0 && hasTime(pauseMs)) await ports.sleep(Math.min(pauseMs, longestWaitMs));
      return result;
    }
    if (attempt === maxTries || !isPassing(result)) return result;
    const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), longestWaitMs);
    const waitMs = waitOf(result, { backOffMs, pauseMs, now: ports.now() });
    if (waitMs > longestWaitMs || !hasTime(waitMs)) return result;
    await ports.sleep(waitMs);
  }
}

function isPassing({ because }: ShopWait): boolean {
  return because === 'throttled' || because === 'unavailable' || because === 'aws-unavailable';
}

/** What a shop states is obeyed, or it is not asked again. */
function waitOf(
  { retryAt }: ShopWait,
  { backOffMs, pauseMs, now }: { readonly backOffMs: number; readonly pauseMs: number; readonly now: number },
): number {
  return Math.max(retryAt === undefined ? backOffMs : retryAt - now, pauseMs, 0);
}
