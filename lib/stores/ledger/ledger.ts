import { v5 as uuidV5 } from 'uuid';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Answer, OrderChange } from './tell.ts';

/** Never change it: everything that was sent before would be sent again. */
const NAMESPACE = 'a4b1f6de-1d0c-4f55-9d0e-3c0f7c5b8e21';

/** An order or refund of a shop, for one Dfinery service and one kind of event. */
export interface LedgerKey {
  readonly serviceId: string;
  readonly source: string;
  readonly shop: string;
  readonly kind: string;
  /** An order's id, `refundKey` for a refund, a derived key for anything else. */
  readonly subjectKey: string;
}

/** One part of one version of an order. Each queue message is one part. */
export interface LedgerPart extends LedgerKey {
  /** Counts from 1. */
  readonly part: number;
  readonly parts: number;
  /** The total of the whole order or refund as decimal text. */
  readonly total: string;
  readonly deliveryId: string;
  /** The stage that a purchase is told at. Absent for anything else, and in messages of version 0.1.0. */
  readonly stage?: 'promised' | 'paid' | undefined;
}

export interface Claim {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly leaseUntil: number;
}

/** The result of a claim: the part is claimed, or the reason why not. */
export type ClaimAnswer = 'claimed' | Standing;

/** Why a part must not be sent now: it was sent, another version was sent, or another instance holds it. */
export type Standing = 'sent' | 'superseded' | 'claimed-elsewhere';

/**
 * Remembers for 400 days which orders were sent, so that an order that is delivered twice, at once or months apart,
 * reaches Dfinery once. Every method throws `UnavailableError` with `ledger-unavailable` if the ledger is unavailable.
 */
export interface Ledger {
  /** Returns the entries by `ledgerId`. They may be a moment old: `claim` decides. */
  read(keys: readonly LedgerKey[]): Promise<ReadonlyMap<string, LedgerEntry>>;
  /** Claims a part for its request. Exactly one of several owners at once gets it, as often as it asks. */
  claim(part: LedgerPart, claim: Claim): Promise<ClaimAnswer>;
  /** Dfinery accepted the part. Changes nothing if the claim no longer belongs to this owner. */
  markSent(part: LedgerPart, claim: Claim): Promise<void>;
  /**
   * Dfinery answered and did not accept it, or nothing was sent: anybody may claim it, in any version; but only in this
   * one if an earlier request may have arrived. With `failedOf`, the reason for which its request failed, the same write
   * counts a try.
   */
  release(part: LedgerPart, claim: Claim, failedOf?: string): Promise<void>;
  /** Whether Dfinery has it is unknown: anybody may claim it, in this version. `failedOf` counts a try. */
  markUncertain(part: LedgerPart, claim: Claim, failedOf?: string): Promise<void>;
  /**
   * Decides what follows of a change of an order, and remembers it before it holds. The same change again gets the same
   * answer, however often it comes. `unsettled` if others change the order at the same time, too.
   */
  tell(order: LedgerKey, change: OrderChange): Promise<Answer>;
  /** Deletes the entry, even if a part is claimed. Later writes of that owner change nothing. */
  forget(key: LedgerKey): Promise<void>;
}

/** Returns the id of an order's entry. It can be computed from an order id and holds no personal data. */
export function ledgerId({ serviceId, source, shop, kind, subjectKey }: LedgerKey): string {
  return `${serviceId}#${uuidV5(JSON.stringify([source, shop, kind, subjectKey]), NAMESPACE)}`;
}

/** Says whether an entry shows a part as claimed by this owner. */
export function isClaimedBy(
  entry: LedgerEntry | undefined,
  { part }: Pick<LedgerPart, 'part'>,
  { owner }: Pick<Claim, 'owner'>,
): boolean {
  const held = entry?.states[part];
  return held?.state === 'claimed' && held.owner === owner;
}

/** Returns the stage that a claim writes, if any: the first part of an order says it, and a payment raises it. */
export function stageOfClaim(
  entry: LedgerEntry | undefined,
  { stage }: Pick<LedgerPart, 'stage'>,
): LedgerPart['stage'] {
  const isFirst = entry === undefined || Object.keys(entry.states).length === 0;
  return isFirst || stage === 'paid' ? stage : undefined;
}

/** Returns `free` if a part may be claimed, or the reason why not. `now` is in milliseconds since 1970. */
export function standingOf(
  entry: LedgerEntry | undefined,
  { part, parts, total, stage }: Pick<LedgerPart, 'part' | 'parts' | 'total' | 'stage'>,
  now: number,
): Standing | 'free' {
  const isNew = entry === undefined || Object.keys(entry.states).length === 0;
  // An order that is closed is never promised again.
  if (isNew) return stage === 'promised' && entry?.account?.stage === 'closed' ? 'superseded' : 'free';
  if (entry.parts !== parts || entry.total !== total) return 'superseded';
  const held = entry.states[part];
  if (held === undefined || held.state === 'uncertain') return 'free';
  if (held.state === 'sent') return 'sent';
  return held.leaseUntil < now ? 'free' : 'claimed-elsewhere';
}
