import type { Arrivals, AskArrivals } from '../dfinery/export/arrivals.ts';
import { sum } from '../model/money.ts';
import { type ArrivalVerdict, compareArrivals, type EventSum } from './compare-arrivals.ts';
import { allDays, daysToAsk } from './days-to-check.ts';
import type { ExpectedOrder, Span } from './expected-orders.ts';
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
}

/**
 * Compares the orders of a service. It is not documented which time of an event the days of the export are about, so before
 * anything counts as missing, all days are asked once more.
 * @throws {AdapterError} Dfinery or the tombstones cannot be asked.
 */
export async function checkService(
  ports: Pick<VerifyPorts, 'tombstones' | 'standing' | 'now'>,
  { orders, span, ask }: ServiceCheck,
): Promise<{ readonly checked: readonly CheckedOrder[]; readonly arrivals: Arrivals }> {
  const now = ports.now();
  const arrivals = await ask(daysToAsk(span, now));
  const first = orders.map((order) => compare(order, arrivals));
  if (!first.some(isMissing)) return { checked: first, arrivals };

  const all = await ask(allDays(now));
  const second = first.map((checked) => (isMissing(checked) ? compareOfAll(checked.order, all) : checked));
  const missing = second.filter(isMissing).map(({ order }) => order);
  const erased = await erasedEntries(ports, missing);
  const oldest = allDays(now).from;
  const checked = second.map((found): CheckedOrder => {
    if (!isMissing(found)) return found;
    const { order } = found;
    const left = order.entries.filter((entry) => !erased.has(entry));
    if (left.length === 0) return { order, verdict: { kind: 'erased' } };
    if (left.every(({ on }) => on < oldest)) return { order, verdict: { kind: 'unverifiable' } };
    const due = sumOf(left);
    return compareOfAll({ ...order, due, entries: left }, all);
  });
  return { checked, arrivals: all };
}

function sumOf(entries: ExpectedOrder['entries']): EventSum {
  return {
    events: entries.reduce((events, { parts }) => events + parts, 0),
    amount: sum(entries.map(({ total }) => total)),
  };
}

function compare(order: ExpectedOrder, arrivals: Arrivals): CheckedOrder {
  return { order, verdict: compareArrivals(order, arrivedOf(order, arrivals)) };
}

/** Among all days may be what was sent long before, so more than was sent lately says nothing. */
function compareOfAll(order: ExpectedOrder, arrivals: Arrivals): CheckedOrder {
  const { order: same, verdict } = compare(order, arrivals);
  return { order: same, verdict: verdict.kind === 'missing' ? verdict : { kind: 'confirmed' } };
}

function arrivedOf({ kind, orderId }: ExpectedOrder, { purchases, refunds }: Arrivals) {
  return (kind === 'purchase' ? purchases : refunds).get(orderId);
}

function isMissing({ verdict }: CheckedOrder): boolean {
  return verdict.kind === 'missing';
}
