import { v5 as uuidV5 } from 'uuid';

/** Never change it: whatever was sent before would be sent again. */
const NAMESPACE = 'a4b1f6de-1d0c-4f55-9d0e-3c0f7c5b8e21';

/** Which order or refund of which shop, as far as one Dfinery service and one kind of event are concerned. */
export interface LedgerKey {
  readonly serviceId: string;
  readonly source: string;
  readonly shop: string;
  readonly kind: string;
  /** An order's id; of a refund `refundKey`, of anything else the key that was made for it. */
  readonly subjectKey: string;
}

/** One part of one version of an order. A queue message is one. */
export interface LedgerPart extends LedgerKey {
  /** Counts from 1. */
  readonly part: number;
  readonly parts: number;
  /** The total of the whole order or refund as decimal text. */
  readonly total: string;
  readonly deliveryId: string;
}

/** `uncertain`: a request with it got no readable answer, so Dfinery may hold it; it is sent again under its id. */
export type PartState = 'claimed' | 'uncertain' | 'sent';

/** What is remembered of one part. No personal data. */
export interface PartEntry {
  readonly state: PartState;
  /** Who claimed it; of no meaning but for being compared. */
  readonly owner: string;
  /** Milliseconds since 1970. A claim whose lease is over is anybody's. */
  readonly leaseUntil: number;
  /** The delivery that brought it. */
  readonly deliveryId: string;
  /** When the state was written, in milliseconds since 1970. */
  readonly at: number;
}

/** What is remembered of an order. The version that was claimed first stands while any of its parts is held. */
export interface LedgerEntry {
  readonly parts: number;
  readonly total: string;
  /** By the part's number. Empty where everything was refused and let go. */
  readonly states: Readonly<Record<string, PartEntry>>;
}

export interface Claim {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly leaseUntil: number;
}

/** What a claim finds: it is ours, or why it cannot be. */
export type ClaimAnswer = 'claimed' | Standing;

/** Why a part is not to be sent now: it was, another version was, or somebody else is about to. */
export type Standing = 'sent' | 'superseded' | 'claimed-elsewhere';

/**
 * Remembers for 400 days which orders were sent, so that an order which is delivered twice, at once or months apart,
 * reaches Dfinery once. Every method throws `UnavailableError` with `ledger-unavailable` where the ledger is ill.
 */
export interface Ledger {
  /** Returns what is remembered, by `ledgerId`. May be a moment old; `claim` is what decides. */
  read(keys: readonly LedgerKey[]): Promise<ReadonlyMap<string, LedgerEntry>>;
  /** Takes a part for its request; exactly one of several who try at once gets it. */
  claim(part: LedgerPart, claim: Claim): Promise<ClaimAnswer>;
  /** Dfinery has it. Changes nothing where the claim is no longer this owner's. */
  markSent(part: LedgerPart, claim: Claim): Promise<void>;
  /** Dfinery answered and has it not: anybody may claim it, in any version. */
  release(part: LedgerPart, claim: Claim): Promise<void>;
  /** Nobody knows whether Dfinery has it: anybody may claim it, in this version. */
  markUncertain(part: LedgerPart, claim: Claim): Promise<void>;
  /** Deletes all that is remembered, whoever has claimed a part; what that owner writes later changes nothing. */
  forget(key: LedgerKey): Promise<void>;
}

/** Returns the key of an order's entry. It can be computed from an order id, and says nothing about a person. */
export function ledgerId({ serviceId, source, shop, kind, subjectKey }: LedgerKey): string {
  return `${serviceId}#${uuidV5(JSON.stringify([source, shop, kind, subjectKey]), NAMESPACE)}`;
}

/** Tells whether a part may be claimed at a time, or why not. `now` is in milliseconds since 1970. */
export function standingOf(
  entry: LedgerEntry | undefined,
  { part, parts, total }: Pick<LedgerPart, 'part' | 'parts' | 'total'>,
  now: number,
): Standing | 'free' {
  if (entry === undefined || Object.keys(entry.states).length === 0) return 'free';
  if (entry.parts !== parts || entry.total !== total) return 'superseded';
  const held = entry.states[part];
  if (held === undefined || held.state === 'uncertain') return 'free';
  if (held.state === 'sent') return 'sent';
  return held.leaseUntil < now ? 'free' : 'claimed-elsewhere';
}
