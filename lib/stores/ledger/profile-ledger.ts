import type { Claim, LedgerKey } from './ledger.ts';

/** What is remembered of one fact that was sent. Nobody can read the fact out of it. */
export interface SentFact {
  /** When the fact became true at the shop, in milliseconds since 1970. An older one never takes its place. */
  readonly at: number;
  /** The fact's fingerprint; empty where nobody knows what Dfinery has. */
  readonly print: string;
}

/** What was sent of one customer, by the name of the fact. */
export type SentFacts = Readonly<Record<string, SentFact>>;

/**
 * Remembers for 400 days what was sent of each customer, so that Dfinery is called only when something changed, and an
 * older state that comes later never overwrites a newer one. Every method throws `UnavailableError` with
 * `ledger-unavailable` where the ledger is ill.
 */
export interface ProfileLedger {
  /** Returns what is remembered, by `ledgerId`. May be a moment old; `claim` is what decides. */
  read(keys: readonly LedgerKey[]): Promise<ReadonlyMap<string, SentFacts>>;
  /**
   * Takes a customer for this owner alone and returns what is remembered; `undefined` where somebody else has it. Where an
   * owner never came back, nobody knows what Dfinery has: all fingerprints are empty then.
   */
  claim(key: LedgerKey, claim: Claim): Promise<SentFacts | undefined>;
  /** Writes what was sent and lets go. Changes nothing where the claim is no longer this owner's. */
  settle(key: LedgerKey, claim: Claim, facts: SentFacts): Promise<void>;
  /** Deletes all that is remembered, and lets go. Changes nothing where the claim is no longer this owner's. */
  forget(key: LedgerKey, claim: Claim): Promise<void>;
}

/** Returns the facts as if nobody knew what Dfinery has of them. */
export function withoutPrints(facts: SentFacts): SentFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, { at }]) => [name, { at, print: '' }]));
}
