import type { Arrivals, Arrived, AskArrivals } from '../dfinery/export/arrivals.ts';
import { sum } from '../model/money.ts';
import { type ArrivalVerdict, compareArrivals, type EventSum } from './compare-arrivals.ts';
import { allDays, daysToAsk } from './days-to-check.ts';
import { type ExpectedOrder, expectedKey, type OwnEntry, type Span } from './expected-orders.ts';
import { erasedEntries } from './leave-out-erased-orders.ts';
import type { VerifyPorts } from './verify-ports.ts';

/** What the check says of one order. `unverifiable`: it is older than the export reaches. */
export interface CheckedOrder {
  readonly order: ExpectedOrder;
  readonly verdict: ArrivalVerdict | { readonly kind: 'erased' | 'unverifiable' };
}

interface ServiceCheck {
  readonly orders: readonly ExpectedOrder[];
  readonly span: Span;
  /** Asks the service for some days. */
  readonly ask: (days: { readonly from: string; readonly to: string }) => ReturnType<AskArrivals>;
  readonly sentWithin: SentWithin;
}

/** Returns all that was sent of some orders within a span, by `expectedKey`. */
export type SentWithin = (
  span: Span,
  orders: readonly ExpectedOrder[],
) => Promise<ReadonlyMap<string, ExpectedOrder>>;

/**
 * Compares the orders of a service. It is not documented which time of an event the days of the export are about, so before
 * anything counts as missing, all days are asked once more, and compared with all that was sent in them.
 * @throws {AdapterError} Dfinery, the ledger or the tombstones cannot be asked.
 */
export async function checkService(
  ports: Pick<VerifyPorts, 'tombstones' | 'standing' | 'now'>,
  { orders, span, ask, sentWithin }: ServiceCheck,
): Promise<{ readonly checked: readonly CheckedOrder[]; readonly arrivals: Arrivals }> {
  const now = ports.now();
  const lately = await ask(daysToAsk(span, now));
  const doubtful = new Set(orders.filter((order) => isDoubtful(order, arrivedOf(order, lately))));
  const first = orders
    .filter((order) => !doubtful.has(order))
    .map((order): CheckedOrder => ({ order, verdict: compareArrivals(order, arrivedOf(order, lately)) }));
  if (doubtful.size === 0) return { checked: first, arrivals: lately };

  const days = allDays(now);
  const arrivals = await ask(days);
  const sent = await sentWithin({ from: Date.parse(days.from), until: span.until }, [...doubtful]);
  const second = [...doubtful].map((order) => {
    return { order, entries: sent.get(expectedKey(order))?.entries ?? order.entries };
  });
  const lacking = new Set(second.filter((each) => lackingOf(each, arrivals) > 0));
  const erased = await erasedEntries(
    ports,
    [...lacking].flatMap(({ order, entries }) => [order, { ...order, entries }]),
  );
  const isLeft = ({ ledgerId }: OwnEntry): boolean => !erased.has(ledgerId);
  const isInReach = ({ on }: OwnEntry): boolean => on >= days.from;
  const checked = second.map((each): CheckedOrder => {
    const { order } = each;
    if (!lacking.has(each)) return { order, verdict: { kind: 'confirmed' } };
    const left = order.entries.filter(isLeft);
    if (left.length === 0) return { order, verdict: { kind: 'erased' } };
    const due = left.filter(isInReach);
    if (due.length === 0) return { order, verdict: { kind: 'unverifiable' } };
    const rest = { ...order, due: sumOf(due), entries: due };
    const entries = each.entries.filter(isLeft).filter(isInReach);
    const events = lackingOf({ order: rest, entries }, arrivals);
    return { order: rest, verdict: events > 0 ? { kind: 'missing', events } : { kind: 'confirmed' } };
  });
  return { checked: [...first, ...checked], arrivals };
}

/** What was sent before may stand in for what is missing now. */
function isDoubtful({ due, possible, orderId }: ExpectedOrder, arrived: Arrived | undefined): boolean {
  const { events = 0 } = arrived ?? {};
  // Refunds that do not name their order are many, and some of them always lie beside the days that were asked for.
  return events < due.events || (orderId !== '' && events < possible.events);
}

/** Returns how many events lack, of those that are due: all others that were sent are taken to be there. */
function lackingOf(
  { order, entries }: { readonly order: ExpectedOrder; readonly entries: readonly OwnEntry[] },
  arrivals: Arrivals,
): number {
  const { events: due } = order.due;
  const { events: arrived = 0 } = arrivedOf(order, arrivals) ?? {};
  return Math.min(due, Math.max(0, sumOf(entries).events - arrived));
}

function sumOf(entries: readonly OwnEntry[]): EventSum {
  return {
    events: entries.reduce((events, { parts }) => events + parts, 0),
    amount: sum(entries.map(({ total }) => total)),
  };
}

function arrivedOf({ kind, orderId }: ExpectedOrder, { purchases, refunds }: Arrivals): Arrived | undefined {
  return (kind === 'purchase' ? purchases : refunds).get(orderId);
}
