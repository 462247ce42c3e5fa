import type { MappingSettings } from '../../model/connection.ts';
import { CANCELLATION, refundKey, SETTLEMENT } from '../../model/keys.ts';
import { type Decimal, isZero, ZERO } from '../../model/money.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { type NextStep, tellNext } from '../../stores/ledger/tell-next.ts';
import type { News } from '../../translate/reading.ts';
import type { ToldOrder } from './told-order.ts';

/** What a shop's order says that is not told yet. */
export interface UntoldNews {
  readonly news: readonly { readonly about: 'purchase' | 'refund'; readonly amount: Decimal }[];
  /** More is due than the ledger knows of, and the connection does not want it told. */
  readonly leftOut: Decimal;
}

/** Returns what would be told of an order as the shop has it now, less what the ledger says was sent. Pure. */
export function untoldNews(
  { order, events, refunds }: Extract<News, { kind: 'order' }>,
  { edits }: Pick<MappingSettings, 'edits'>,
  { entry, told }: { readonly entry: LedgerEntry | undefined; readonly told: ToldOrder },
): UntoldNews {
  const { id, stage, total: due } = order;
  const listed = refunds.refunds.map(({ refund, total }) => ({ refundId: refund.id, amount: total }));
  const next = { stage, due, parts: events.length, refunds: listed, tells: edits === 'send' };
  const sent = new Set(told.events.map(({ subjectKey }) => subjectKey));
  const steps = tellNext(entry, next);
  const leftOut = steps.flatMap(({ answer }) => (answer.kind === 'untold' ? [answer.amount] : []));
  return { news: steps.flatMap((step) => newsOf(step, { id, sent })), leftOut: leftOut[0] ?? ZERO };
}

function newsOf(
  { about, refundId, answer }: NextStep,
  { id, sent }: { readonly id: string; readonly sent: ReadonlySet<string> },
): UntoldNews['news'] {
  if (answer.kind === 'purchase' || answer.kind === 'rise') {
    return [{ about: 'purchase', amount: answer.amount }];
  }
  if (answer.kind !== 'take-back' || isZero(answer.amount)) return [];
  const ownId = about === 'closing' ? CANCELLATION : SETTLEMENT;
  if (sent.has(refundKey(id, refundId ?? ownId))) return [];
  return [{ about: 'refund', amount: answer.amount }];
}
