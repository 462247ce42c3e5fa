import { isNegative, isZero } from '../../model/money.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import type { OrderAccount } from '../../stores/ledger/order-account.ts';
import { tellingOf } from '../../stores/ledger/telling-of.ts';

/** What is known of an event by its entry: `not-sent` if there is no state of it. */
export type EventState = 'sent' | 'uncertain' | 'claimed' | 'not-sent';

/** Looks up the state of a refund by its id, or of a further purchase by what is due then. */
export interface StatesOf {
  readonly refund: (refundId: string) => EventState;
  readonly rise: (due: string) => EventState;
}

/** Returns what Dfinery was told of an order, or in a word why nothing of it: amounts in the shop's currency. Pure. */
export function describeAccount(entry: LedgerEntry | undefined, states: StatesOf) {
  const telling = tellingOf(entry);
  switch (telling.kind) {
    case 'told':
      return { account: describe(telling.account, states) };
    case 'unsettled':
      return { untoldBecause: 'under-way' };
    case 'incomplete':
      return { untoldBecause: 'parts-missing' };
    case 'none':
      if (telling.isClosed) return { untoldBecause: 'closed' };
      return entry?.failedOf === undefined ? {} : { untoldBecause: entry.failedOf };
  }
}

function describe(account: OrderAccount, states: StatesOf) {
  const { stage, told, left, due, untold, backs, rises } = account;
  return {
    stage: stage ?? 'told by version 0.1.0',
    told,
    left,
    due,
    untold,
    untoldMeans: meaningOf(untold),
    backs: Object.entries(backs).map(([refundId, amount]) => ({
      refundId,
      amount,
      // A refund of nothing is decided, and never sent.
      state: isZero(amount) ? 'nothing-to-send' : states.refund(refundId),
    })),
    rises: Object.entries(rises).map(([at, amount]) => ({ due: at, amount, state: states.rise(at) })),
  };
}

function meaningOf(untold: OrderAccount['untold']): string {
  if (isZero(untold)) return 'nothing is left out';
  return isNegative(untold)
    ? 'more was paid back than was told: the shop added to the order, and no delivery said so yet'
    : 'the shop kept this much more than was told: it was added after the purchase';
}

/** Returns the state of an event by its entry: `sent` once all parts are, else the state of one that is not. Pure. */
export function eventStateOf(entry: LedgerEntry | undefined): EventState {
  const states = Object.values(entry?.states ?? {}).map(({ state }) => state);
  if (entry === undefined || states.length === 0) return 'not-sent';
  const unsettled = states.find((state) => state !== 'sent');
  if (unsettled !== undefined) return unsettled;
  return states.length < entry.parts ? 'not-sent' : 'sent';
}
