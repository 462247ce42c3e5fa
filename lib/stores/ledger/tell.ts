import { isDeepStrictEqual } from 'node:util';
import { CANCELLATION, paidBackWith, SETTLEMENT } from '../../model/keys.ts';
import { type Decimal, isNegative, isZero, larger, smaller, subtract, sum, ZERO } from '../../model/money.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { OrderAccount } from './order-account.ts';
import { tellingOf } from './telling-of.ts';

/** What a delivery says about an order beyond its purchase. */
export type OrderChange =
  | {
      readonly kind: 'refund';
      readonly refundId: string;
      readonly amount: Decimal;
      /** The refunds of the order that have an item of their own, and the amount that may have arrived. */
      readonly known: ReadonlyMap<string, Decimal>;
      /** Its delivery shows the order as promised. */
      readonly isPromised?: boolean;
    }
  | { readonly kind: 'closing'; readonly known: ReadonlyMap<string, Decimal> }
  /** It is paid. `tells` says whether rises are told. */
  | { readonly kind: 'paid'; readonly due: Decimal; readonly tells: boolean }
  /** The further purchase up to `due` was accepted. */
  | { readonly kind: 'risen'; readonly due: Decimal };

/** What follows of a change. Amounts are in the shop's currency. */
export type Answer =
  /** So much is taken back. `cut`: wanted, but nothing was left. `covered`: wanted, but never told. */
  | {
      readonly kind: 'take-back';
      readonly refundId: string;
      readonly amount: Decimal;
      readonly cut: Decimal;
      readonly covered: Decimal;
    }
  /** A further purchase of so much is to be sent. */
  | { readonly kind: 'rise'; readonly amount: Decimal }
  /** A rise of so much is remembered and not told. */
  | { readonly kind: 'untold'; readonly amount: Decimal }
  /** Nothing follows. */
  | { readonly kind: 'nothing' }
  /** Nothing of the order is told, or not all of it: it was tried so often, and the last try failed of that. */
  | {
      readonly kind: 'purchase-missing';
      readonly tries: number;
      readonly failedOf: string | undefined;
    }
  /** A part of it is being sent. */
  | { readonly kind: 'unsettled' };

/** An answer, and what has to be written before it holds. */
export interface Decision {
  readonly answer: Answer;
  /** The account, or only the stage where nothing was told. Absent if nothing changes. */
  readonly write?: OrderAccount | Pick<OrderAccount, 'stage'>;
}

const NOTHING: Decision = { answer: { kind: 'nothing' } };
const UNSETTLED: Decision = { answer: { kind: 'unsettled' } };

/**
 * Decides what follows of a change of an order, by what Dfinery was told of it. Stages only rise, a refund is decided
 * once, and rises are known by what is due: so neither repeats nor the order of arrival change the sum. `now` is in
 * milliseconds since 1970. Pure.
 */
export function decide(entry: LedgerEntry | undefined, change: OrderChange, now = 0): Decision {
  const telling = tellingOf(entry, now);
  const missing = {
    answer: { kind: 'purchase-missing', tries: entry?.tries ?? 0, failedOf: entry?.failedOf },
  } as const;
  switch (telling.kind) {
    case 'unsettled':
      return UNSETTLED;
    case 'incomplete':
      return missing;
    case 'none':
      if (change.kind === 'refund' && telling.isClosed && change.isPromised === true)
        return nothingLeft(change);
      // The purchase of a closed order is not tried any more.
      if (change.kind !== 'closing')
        return telling.isClosed ? { answer: { ...missing.answer, tries: 0, failedOf: undefined } } : missing;
      return telling.isClosed ? NOTHING : { ...NOTHING, write: { stage: 'closed' } };
    case 'told': {
      const { answer, account } = decideTold(telling.account, change);
      return isDeepStrictEqual(account, telling.account) ? { answer } : { answer, write: account };
    }
  }
}

interface Told {
  readonly answer: Answer;
  readonly account: OrderAccount;
}

/** A promise of an order that is closed is not told any more. If it is paid, that delivery lists the refund again. */
function nothingLeft({ refundId }: Extract<OrderChange, { kind: 'refund' }>): Decision {
  return { answer: { kind: 'take-back', refundId, amount: ZERO, cut: ZERO, covered: ZERO } };
}

/** Tells whether anything follows of a change by an entry, which may be a moment old. */
export function follows(entry: LedgerEntry | undefined, change: OrderChange, now = 0): boolean {
  const { answer, write } = decide(entry, change, now);
  return write !== undefined || answer.kind !== 'nothing';
}

function decideTold(account: OrderAccount, change: OrderChange): Told {
  switch (change.kind) {
    case 'refund':
      return refund(seed(account, change.known), change);
    case 'closing':
      return close(seed(account, change.known));
    case 'paid':
      return pay(account, change);
    case 'risen':
      return rise(account, change.due);
  }
}

/** Adds refunds that have an item of their own and no place in the account: version 0.1.0 wrote none. */
function seed(account: OrderAccount, known: ReadonlyMap<string, Decimal>): OrderAccount {
  return [...known].reduce((seeded, [id, amount]) => takeBack(seeded, id, amount), account);
}

function takeBack(account: OrderAccount, id: string, wanted: Decimal): OrderAccount {
  if (Object.hasOwn(account.backs, id)) return account;
  const amount = smaller(wanted, account.left);
  return { ...account, left: subtract(account.left, amount), backs: { ...account.backs, [id]: amount } };
}

/** Answers with what a refund takes back by an account. */
function takenBack(
  { backs }: OrderAccount,
  refundId: string,
  { cut = ZERO, covered = ZERO }: { readonly cut?: Decimal; readonly covered?: Decimal } = {},
): Answer {
  return { kind: 'take-back', refundId, amount: backs[refundId] ?? ZERO, cut, covered };
}

function refund(account: OrderAccount, change: Extract<OrderChange, { kind: 'refund' }>): Told {
  const { refundId } = change;
  if (Object.hasOwn(account.backs, refundId)) return { answer: takenBack(account, refundId), account };
  if (Object.keys(account.rises).length > 0) return { answer: { kind: 'unsettled' }, account };
  const amount = amountOfItsOwn(account, change);
  // What was kept and never told is used up first.
  const covered = smaller(amount, larger(ZERO, account.untold));
  const wanted = subtract(amount, covered);
  const taken = takeBack(account, refundId, wanted);
  const granted = taken.backs[refundId] ?? ZERO;
  const untold = sum([subtract(account.untold, amount), granted]);
  const answer = takenBack(taken, refundId, { cut: subtract(wanted, granted), covered });
  return { answer, account: { ...taken, untold } };
}

/** Of a sum of refunds, what it adds to the largest one before; nothing if a larger one came first. */
function amountOfItsOwn(
  { backs }: OrderAccount,
  { refundId, amount }: Extract<OrderChange, { kind: 'refund' }>,
): Decimal {
  if (paidBackWith(refundId) === undefined) return amount;
  const before = Object.keys(backs).map((id) => paidBackWith(id) ?? ZERO);
  return larger(ZERO, subtract(amount, before.reduce(larger, ZERO)));
}

function close(account: OrderAccount): Told {
  // What was reserved is sent, whatever the order became since.
  if (Object.hasOwn(account.backs, CANCELLATION))
    return { answer: takenBack(account, CANCELLATION), account };
  if (account.stage === 'paid') return { answer: { kind: 'nothing' }, account };
  // Nothing is kept, so what is due is what refunds took back. If it is paid after all, the rest is a rise.
  const due = subtract(account.due, account.left, account.untold);
  const closed = { ...takeBack(account, CANCELLATION, account.left), due, untold: ZERO };
  return { answer: takenBack(closed, CANCELLATION), account: { ...closed, stage: 'closed' } };
}

function pay(account: OrderAccount, { due, tells }: Extract<OrderChange, { kind: 'paid' }>): Told {
  const paid: OrderAccount = { ...account, stage: 'paid' };
  const more = subtract(due, account.due);
  if (account.stage === 'promised' && isNegative(more)) {
    const wanted = subtract(ZERO, more);
    const taken = takeBack(paid, SETTLEMENT, wanted);
    const granted = taken.backs[SETTLEMENT] ?? ZERO;
    // What refunds of the paid order took back before is not taken back once more.
    const settled = { ...taken, due, untold: sum([account.untold, granted, subtract(ZERO, wanted)]) };
    return { answer: takenBack(settled, SETTLEMENT), account: settled };
  }
  if (isNegative(more) || isZero(more)) return { answer: pending(account, due), account: paid };
  const untold = sum([account.untold, more]);
  const owed = larger(ZERO, untold);
  if (!tells) {
    const answer: Answer = { kind: 'untold', amount: subtract(owed, larger(ZERO, account.untold)) };
    return { answer, account: { ...paid, due, untold } };
  }
  if (isZero(owed)) return { answer: { kind: 'nothing' }, account: { ...paid, due, untold } };
  const rises = { ...account.rises, [due]: owed };
  return { answer: { kind: 'rise', amount: owed }, account: { ...paid, due, untold: ZERO, rises } };
}

/** A message that comes again goes on with what it began. */
function pending(account: OrderAccount, due: Decimal): Answer {
  const amount = account.rises[due];
  if (amount !== undefined) return { kind: 'rise', amount };
  return Object.hasOwn(account.backs, SETTLEMENT) ? takenBack(account, SETTLEMENT) : { kind: 'nothing' };
}

function rise(account: OrderAccount, due: Decimal): Told {
  const { [due]: amount, ...rises } = account.rises;
  if (amount === undefined) return { answer: { kind: 'nothing' }, account };
  const told = sum([account.told, amount]);
  return {
    answer: { kind: 'nothing' },
    account: { ...account, told, left: sum([account.left, amount]), rises },
  };
}
