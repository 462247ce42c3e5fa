import type { Arrivals } from '../dfinery/export/arrivals.ts';
import type { ShopConnection } from '../model/connection.ts';
import type { LogFields, Telemetry } from '../runtime/telemetry.ts';
import { loadSource } from '../sources/registry.ts';
import { type SentName, sentNames } from '../translate/sent-names.ts';
import type { CheckedOrder } from './check-service.ts';
import { likelyCauses, type Sender } from './likely-causes.ts';

/** A log line names at most this many orders. */
const MAX_NAMED = 20;

type Kind = CheckedOrder['verdict']['kind'];

/** Counts what a check found, and writes one line for each connection. Rejects only if a platform cannot be loaded. */
export async function reportCheck(
  telemetry: Telemetry,
  { checked, arrivals }: { readonly checked: readonly CheckedOrder[]; readonly arrivals: Arrivals },
): Promise<void> {
  for (const [connection, orders] of Map.groupBy(checked, ({ order }) => order.connection)) {
    const eventsOf = (kind: Kind) => orders.reduce((events, order) => events + countEvents(order, kind), 0);
    const differing = orders.filter(({ verdict }) => DIFFERING.has(verdict.kind));
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
    telemetry.warn('Dfinery does not have what was sent', {
      ...fields,
      orders: differing.slice(0, MAX_NAMED).map(nameOf).join(', '),
      ...whyMissing({ connection, names: await namesOf(connection) }, orders, arrivals),
    });
  }
}

const DIFFERING: ReadonlySet<Kind> = new Set(['missing', 'doubled', 'amount-differs']);

/** Of an order that lacks some events, the others are confirmed. */
function countEvents({ order: { due }, verdict }: CheckedOrder, kind: Kind): number {
  if (verdict.kind !== 'missing') return verdict.kind === kind ? due.events : 0;
  if (kind === 'missing') return verdict.events;
  return kind === 'confirmed' ? due.events - verdict.events : 0;
}

function nameOf({ order: { orderId, kind } }: CheckedOrder): string {
  if (orderId === '') return 'refunds without an order id';
  return kind === 'refund' ? `refund of ${orderId}` : orderId;
}

async function namesOf(connection: ShopConnection): Promise<readonly SentName[]> {
  const source = await loadSource(connection.source);
  return source === undefined ? [] : sentNames(source, connection);
}

/** Purchases and refunds may be missing for different causes. Empty if nothing is missing. */
function whyMissing(sender: Sender, orders: readonly CheckedOrder[], arrivals: Arrivals): LogFields {
  const causes = (['purchase', 'refund'] as const).flatMap((kind) => {
    const own = orders.filter(({ order }) => order.kind === kind);
    const missing = own.filter(({ verdict }) => verdict.kind === 'missing');
    if (missing.length === 0) return [];
    const arrived = own.filter(({ verdict }) => ARRIVED.has(verdict.kind));
    const lastArrivedAt =
      arrived.length === 0
        ? undefined
        : arrived.reduce((last, order) => Math.max(last, lastSentAt(order)), 0);
    const found = likelyCauses(sender, { kind, sentAt: missing.map(lastSentAt), lastArrivedAt }, arrivals);
    return [{ kind, found }];
  });
  if (causes.length === 0) return {};
  const told = causes.map(({ kind, found }) => {
    const text = found.map(({ words }) => words).join('; ');
    return causes.length === 1 ? text : `df_${kind}: ${text}`;
  });
  const names = causes.flatMap(({ found }) => found.flatMap((cause) => cause.names));
  return { because: told.join('; '), names: [...new Set(names)].slice(0, MAX_NAMED).join(', ') };
}

const ARRIVED: ReadonlySet<Kind> = new Set(['confirmed', 'doubled', 'amount-differs']);

function lastSentAt({ order }: CheckedOrder): number {
  return order.entries.reduce(
    (last, { sent }) => sent.reduce((latest, { at }) => Math.max(latest, at), last),
    0,
  );
}
