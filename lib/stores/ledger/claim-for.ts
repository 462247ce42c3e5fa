import type { Claim } from './ledger.ts';

/** How much longer than its invocation a claim lasts, in case the clock is behind. */
const LEASE_MARGIN_MS = 30_000;

/** Returns the claim of an invocation. `now` is in milliseconds since 1970. */
export function claimFor(owner: string, now: number, remainingMs: number): Claim {
  return { owner, leaseUntil: now + remainingMs + LEASE_MARGIN_MS };
}
