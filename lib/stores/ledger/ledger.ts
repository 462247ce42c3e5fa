import { uuidV5 } from '../../model/uuid-v5.ts';
import { type LedgerEntry, wasAccepted } from './ledger-entry.ts';
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
  /** Set if Dfinery has lost the part: the `at` of its entry when it was sent. Milliseconds since 1970. */
  readonly repairs?: number | undefined;
  /** What a check of arrivals needs. Only the claim that is the first of an order writes it. */
  readonly trace?: SentTrace | undefined;
}

/** Says when an event happened, and of whom, so that a check of arrivals can tell what it need not find. */
export interface SentTrace {
  /** The day of the event in UTC: `2026-11-29`. */
  readonly on: string;
  /** The id of the tombstone that its customer would have. Absent if nobody was erased before, so that no key exists. */
  readonly who?: string | undefined;
}

export interface Claim {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly leaseUntil: number;
}

/** The claim of a part that was sent: nobody's. The ledger keeps the part for 400 days, and every byte of it is paid for. */
export const NOBODY: Claim = { owner: '', leaseUntil: 0 };

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
  /**
   * Claims a part for its request. Exactly one of several owners at once gets it, as often as it asks. A repair gets a part
   * that is still sent as it says, and any other repair of the same sending is answered `sent` afterwards.
   */
  claim(part: LedgerPart, claim: Claim): Promise<ClaimAnswer>;
  /** Dfinery accepted the part. Changes nothing if the claim no longer belongs to this owner. */
  markSent(part: LedgerPart, claim: Claim): Promise<void>;
  /**
   * Dfinery answered and did not accept it, or nothing was sent: anybody may claim it, in any version; but only in this
   * one if an earlier request may have arrived. With `failedOf`, the reason for which its request failed, the same write
   * counts a try. A part that a repair had claimed is sent as before.
   */
  release(part: LedgerPart, claim: Claim, failedOf?: string): Promise<void>;
  /**
   * Whether Dfinery has it is unknown: anybody may claim it, in this version. `failedOf` counts a try. A part that a repair
   * had claimed is sent as before: the repair may come again.
   */
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
  wanted: Pick<LedgerPart, 'part' | 'parts' | 'total' | 'stage' | 'repairs'>,
  now: number,
): Standing | 'free' {
  const { part, parts, total, stage, repairs } = wanted;
  if (repairs !== undefined) return standingOfRepair(entry, { ...wanted, repairs }, now);
  const isNew = entry === undefined || Object.keys(entry.states).length === 0;
  // An order that is closed is never promised again.
  if (isNew) return stage === 'promised' && entry?.account?.stage === 'closed' ? 'superseded' : 'free';
  if (entry.parts !== parts || entry.total !== total) return 'superseded';
  const held = entry.states[part];
  if (held === undefined || held.state === 'uncertain') return 'free';
  if (wasAccepted(held)) return 'sent';
  return held.leaseUntil < now ? 'free' : 'claimed-elsewhere';
}

/** A repair is for one sending of one version only. It never takes the place of anything, so all others are duplicates. */
function standingOfRepair(
  entry: LedgerEntry | undefined,
  {
    part,
    parts,
    total,
    repairs,
  }: Pick<LedgerPart, 'part' | 'parts' | 'total'> & { readonly repairs: number },
  now: number,
): Standing | 'free' {
  const held = entry?.parts === parts && entry.total === total ? entry.states[part] : undefined;
  if (held === undefined || !wasAccepted(held) || held.at !== repairs) return 'sent';
  return held.state === 'sent' || held.leaseUntil < now ? 'free' : 'claimed-elsewhere';
}
