import type { StoredAccount } from './order-account.ts';

/** `uncertain`: its request got no readable answer, so Dfinery may have it. It is sent again under the same id. */
export type PartState = 'claimed' | 'uncertain' | 'sent';

/** The ledger's entry of one part. No personal data. */
export interface PartEntry {
  readonly state: PartState;
  /** Who claimed the part. Only compared. */
  readonly owner: string;
  /** Milliseconds since 1970. After it anybody may claim the part. */
  readonly leaseUntil: number;
  /** The delivery that the part came from. */
  readonly deliveryId: string;
  /** When the state was written, in milliseconds since 1970. */
  readonly at: number;
  /** True if the claim replaced an uncertain state or one whose owner never came back: Dfinery may have the part. */
  readonly wasUncertain?: boolean | undefined;
  /** True while a repair has claimed it: Dfinery accepted the part at `at`, and lost it since. It still counts as sent. */
  readonly wasSent?: boolean | undefined;
}

/** Tells whether Dfinery accepted a part at `at`, whatever became of it there. */
export function wasAccepted({ state, wasSent = false }: Pick<PartEntry, 'state' | 'wasSent'>): boolean {
  return state === 'sent' || wasSent;
}

/** The ledger's entry of an order. The version that was claimed first stands while any of its parts is held. */
export interface LedgerEntry {
  readonly parts: number;
  readonly total: string;
  /** By the number of the part. Empty if every part was refused and released. */
  readonly states: Readonly<Record<string, PartEntry>>;
  /** How many requests with a part of the order failed, in any version. Absent if none did. */
  readonly tries?: number | undefined;
  /** The reason for which the last of them failed. */
  readonly failedOf?: string | undefined;
  /** What was told of an order since its purchase, and its stage. */
  readonly account?: StoredAccount | undefined;
}
