import type { Arrivals } from '../dfinery/export/arrivals.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { CheckedOrder } from './check-service.ts';
import { likelyCause } from './likely-cause.ts';

/** A log line names at most this many orders. */
const MAX_NAMED = 20;

type Kind = CheckedOrder['verdict']['kind'];

/** Counts what a check found, and writes one line for each connection. */
export function reportCheck(
  telemetry: Telemetry,
  { checked, arrivals }: { readonly checked: readonly CheckedOrder[]; readonly arrivals: Arrivals },
): void {
  for (const [connection, orders] of Map.groupBy(checked, ({ order }) => order.connection)) {
    const eventsOf = (...kinds: Kind[]) =>
      countEvents(orders.filter(({ verdict }) => kinds.includes(verdict.kind)));
    const differing = orders.filter(({ verdict }) => DIFFERING.has(verdict.kind));
    telemetry.count('EventConfirmed', eventsOf('confirmed'));
    for (const kind of DIFFERING) {
      const events = eventsOf(kind);
      if (events > 0) telemetry.count('EventUnconfirmed', events, kind);
    }
    const fields = {
      connection: connection.id,
      confirmed: eventsOf('confirmed'),
      missing: eventsOf('missing'),
      doubled: eventsOf('doubled'),
      amountDiffers: eventsOf('amount-differs'),
      erased: eventsOf('erased'),
      unverifiable: eventsOf('unverifiable'),
    };
    if (differing.length === 0) {
      telemetry.info('Dfinery has what was sent', fields);
      continue;
    }
    const kind = differing.find(({ verdict }) => verdict.kind === 'missing')?.order.kind ?? 'purchase';
    const cause = likelyCause(connection, kind, arrivals);
    telemetry.warn('Dfinery does not have what was sent', {
      ...fields,
      orders: differing.slice(0, MAX_NAMED).map(nameOf).join(', '),
      because: cause.words,
      names: cause.names.slice(0, MAX_NAMED).join(', '),
    });
  }
}

const DIFFERING: ReadonlySet<Kind> = new Set(['missing', 'doubled', 'amount-differs']);

function countEvents(orders: readonly CheckedOrder[]): number {
  return orders.reduce((events, { order }) => events + order.due.events, 0);
}

function nameOf({ order: { orderId, kind } }: CheckedOrder): string {
  if (orderId === '') return 'refunds without an order id';
  return kind === 'refund' ? `refund of ${orderId}` : orderId;
}
