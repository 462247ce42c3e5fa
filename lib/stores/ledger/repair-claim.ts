import { type Change, expiry, number, text } from '../table.ts';
import type { Claim, LedgerPart } from './ledger.ts';
import { REMEMBERED_MS, type Written } from './ledger-item.ts';

/** A repair of a part, and who wants to claim it. */
export interface Repairing {
  readonly part: LedgerPart & { readonly repairs: number };
  readonly claim: Claim;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Returns the write that claims a part that was sent, and is still sent as the repair says. The part keeps its delivery
 * and `at`, so that it is as before if it is given back.
 */
export function claimOfRepair({ part, claim, now }: Repairing): Change {
  return {
    set: `SET states.#part.#state = :claimed, states.#part.#owner = :owner, states.#part.leaseUntil = :leaseUntil, states.#part.wasSent = :true, expiresAt = :expiresAt`,
    where: `parts = :parts AND #total = :total AND states.#part.#at = :repairs AND (states.#part.#state = :sent OR (states.#part.wasSent = :true AND states.#part.leaseUntil < :now))`,
    names: {
      '#part': String(part.part),
      '#total': 'total',
      '#state': 'state',
      '#owner': 'owner',
      '#at': 'at',
    },
    values: {
      ':parts': number(part.parts),
      ':total': text(part.total),
      ':repairs': number(part.repairs),
      ':sent': text('sent'),
      ':claimed': text('claimed'),
      ':owner': text(claim.owner),
      ':leaseUntil': number(claim.leaseUntil),
      ':now': number(now),
      ':true': { BOOL: true },
      ':expiresAt': expiry(now + REMEMBERED_MS),
    },
  };
}

/** The write that gives a part back that a repair had claimed: it is sent as before, and can be repaired again. */
export const SENT_AS_BEFORE: Written = {
  set: 'SET states.#part.#state = :sent REMOVE states.#part.wasSent',
  values: { ':sent': text('sent') },
};

/** Holds for a part that a repair has claimed. */
export const IS_REPAIRED = 'attribute_exists(states.#part.wasSent)';

/** Tells whether a part is sent once more, on purpose. */
export function isRepair(part: LedgerPart): part is LedgerPart & { readonly repairs: number } {
  return part.repairs !== undefined;
}
