import type { Claim } from './ledger.ts';

/**
 * How much longer than its invocation a claim lasts: the clocks of two instances may differ by so much. If the owner was
 * killed nobody waits longer for it, because its messages come back later still, after 370 s.
 */
const LEASE_MARGIN_MS = 240_000;

/** Returns the claim of an invocation. `now` is in milliseconds since 1970. */
export function claimFor(owner: string, now: number, remainingMs: number): Claim {
  return { owner, leaseUntil: now + remainingMs + LEASE_MARGIN_MS };
}
