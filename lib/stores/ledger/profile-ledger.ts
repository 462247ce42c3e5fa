import type { Claim, LedgerKey } from './ledger.ts';

/** The ledger's entry of one fact that was sent. The fact cannot be read from it. */
export interface SentFact {
  /** When the fact became true at the shop, in milliseconds since 1970. An older fact never replaces it. */
  readonly at: number;
  /** The fact's fingerprint; empty if it is unknown what Dfinery has. */
  readonly print: string;
}

/** The facts that were sent about one customer, by name. */
export type SentFacts = Readonly<Record<string, SentFact>>;

/** The ledger's entry of one customer. */
export interface ProfileEntry {
  readonly facts: SentFacts;
  /** How often in a row the customer's news was not accepted. Absent if the last one was. */
  readonly tries?: number | undefined;
  /** The reason for which it was not accepted the last time. */
  readonly failedOf?: string | undefined;
}

/**
 * Remembers for 400 days what was sent about each customer, so that Dfinery is called
 * only when something changed, and an older state that arrives later never overwrites a
 * newer one. Every method throws `UnavailableError` with `ledger-unavailable` if the ledger is unavailable.
 */
export interface ProfileLedger {
  /** Returns the entries by `ledgerId`. They may be a moment old; only `claim` decides. */
  read(keys: readonly LedgerKey[]): Promise<ReadonlyMap<string, ProfileEntry>>;
  /**
   * Claims a customer and returns the entry, or `undefined` if another owner has the claim. If the lease of an earlier
   * owner ran out, it is unknown what Dfinery has: all fingerprints are empty. An owner that asks again gets the same.
   */
  claim(key: LedgerKey, claim: Claim): Promise<ProfileEntry | undefined>;
  /**
   * Writes the facts and ends the claim. With `failedOf`, the reason for which a call failed, it counts a try; without,
   * the customer starts anew with none. Changes nothing if the claim no longer belongs to this owner.
   */
  settle(key: LedgerKey, claim: Claim, facts: SentFacts, failedOf?: string): Promise<void>;
  /** As `settle`, for a customer to whom nothing was tried: the tries stay as they are. */
  putBack(key: LedgerKey, claim: Claim, facts: SentFacts): Promise<void>;
  /** Deletes the facts and ends the claim. Changes nothing if the claim no longer belongs to this owner. */
  forget(key: LedgerKey, claim: Claim): Promise<void>;
}

/** Returns the facts with empty fingerprints: it is unknown what Dfinery has. */
export function withoutPrints(facts: SentFacts): SentFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, { at }]) => [name, { at, print: '' }]));
}
