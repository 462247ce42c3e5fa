import { type Decimal, isZero } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';
import { standingOf } from './ledger.ts';
import type { LedgerEntry, PartEntry } from './ledger-entry.ts';
import type { ToldStage } from './order-account.ts';
import { type Answer, type Decision, decide, type OrderChange } from './tell.ts';
import { tellingOf } from './telling-of.ts';

/** What one delivery says of an order, as far as the ledger decides by it. */
export interface OrderNow {
  readonly stage: Stage;
  readonly due: Decimal;
  /** The number of its `df_purchase` events. */
  readonly parts: number;
  /** In the order in which they are sent. */
  readonly refunds: readonly { readonly refundId: string; readonly amount: Decimal }[];
  /** Whether the connection has rises told. */
  readonly tells: boolean;
}

/** What follows of one part of a delivery. */
export interface NextStep {
  readonly about: 'purchase' | 'refund' | 'closing';
  /** Of a refund. */
  readonly refundId?: string;
  readonly answer: Answer | { readonly kind: 'purchase'; readonly amount: Decimal };
}

/**
 * Returns what would be told of an order, by what an entry says was told before, if Dfinery accepts all of it: the
 * purchase or its change, then the refunds, then the end. Decided by the functions that the drain asks. Pure.
 */
export function tellNext(entry: LedgerEntry | undefined, order: OrderNow): readonly NextStep[] {
  const { stage, refunds } = order;
  const known = new Map<string, Decimal>();
  const first =
    stage === 'promised' || stage === 'paid' ? tellPurchase(entry, { ...order, stage }) : undefined;
  const steps: NextStep[] = first === undefined ? [] : [first.step];
  let current = first === undefined ? entry : first.entry;
  for (const { refundId, amount } of stage === 'closed' ? [] : refunds) {
    const { answer, entry: next } = tell(current, { kind: 'refund', refundId, amount, known });
    steps.push({ about: 'refund', refundId, answer });
    current = next;
  }
  if (stage === 'closed') {
    steps.push({ about: 'closing', answer: tell(current, { kind: 'closing', known }).answer });
  }
  return steps;
}

/**
 * Returns the entry of an order of which an amount was told at a stage. A closed one was promised before, and nothing of
 * it is left; with an amount of zero it was closed before it was told.
 */
export function toldEntry(amount: Decimal, stage: ToldStage): LedgerEntry {
  if (stage === 'closed' && isZero(amount)) return written(undefined, { stage });
  if (stage !== 'closed') return sentEntry({ due: amount, parts: 1, stage });
  const promised = sentEntry({ due: amount, parts: 1, stage: 'promised' });
  return tell(promised, { kind: 'closing', known: new Map() }).entry ?? promised;
}

type TellablePurchase = Pick<OrderNow, 'due' | 'parts' | 'tells'> & { readonly stage: 'promised' | 'paid' };

interface Told {
  readonly step: NextStep;
  readonly entry: LedgerEntry | undefined;
}

function tellPurchase(entry: LedgerEntry | undefined, order: TellablePurchase): Told {
  const { stage, due, parts, tells } = order;
  const telling = tellingOf(entry);
  if (telling.kind === 'told' && stage === 'paid') {
    const told = tell(entry, { kind: 'paid', due, tells });
    const risen = told.answer.kind === 'rise' ? tell(told.entry, { kind: 'risen', due }) : told;
    return { step: { about: 'purchase', answer: told.answer }, entry: risen.entry };
  }
  if (telling.kind === 'unsettled' || telling.kind === 'incomplete') {
    return { step: { about: 'purchase', answer: { kind: 'unsettled' } }, entry };
  }
  // Nothing is claimed here, so no lease can be over.
  const standing = standingOf(entry, { part: 1, parts, total: due, stage }, 0);
  if (standing !== 'free') return { step: { about: 'purchase', answer: { kind: 'nothing' } }, entry };
  return { step: { about: 'purchase', answer: { kind: 'purchase', amount: due } }, entry: sentEntry(order) };
}

function tell(entry: LedgerEntry | undefined, change: OrderChange) {
  const { answer, write } = decide(entry, change);
  return { answer, entry: write === undefined ? entry : written(entry, write) };
}

function written(entry: LedgerEntry | undefined, write: NonNullable<Decision['write']>): LedgerEntry {
  const account = { ...entry?.account, ...write, changes: (entry?.account?.changes ?? 0) + 1 };
  return { parts: 1, total: '0', states: {}, ...entry, account };
}

function sentEntry({ due, parts, stage }: Omit<TellablePurchase, 'tells'>): LedgerEntry {
  const sent: PartEntry = { state: 'sent', owner: '', leaseUntil: 0, deliveryId: '', at: 0 };
  const states = Object.fromEntries(Array.from({ length: parts }, (_, index) => [index + 1, sent]));
  return { parts, total: due, states, account: { stage, changes: 0 } };
}
