import type { ShopConnection } from '../model/connection.ts';
import { orderOfRefund, orderOfRise } from '../model/keys.ts';
import { sum, ZERO } from '../model/money.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import type { SentParts } from '../stores/ledger/sent-parts.ts';
import type { EventSum, ExpectedEvents } from './compare-arrivals.ts';

/** A time span in milliseconds since 1970, without its end. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** An entry of the ledger, and the connection of the shop that it is of: two shops may have orders of one id. */
export interface OwnEntry extends SentParts {
  readonly connection: ShopConnection;
}

/** What has to be at Dfinery of one order, or of all refunds that name none. */
export interface ExpectedOrder extends ExpectedEvents {
  readonly kind: 'purchase' | 'refund';
  /** Empty: refunds of a service that do not name their order. */
  readonly orderId: string;
  readonly connection: ShopConnection;
  /** Its entries that have to be there. */
  readonly entries: readonly OwnEntry[];
}

const NOTHING: EventSum = { events: 0, amount: ZERO };

/**
 * Returns what has to be at a service, of the orders with something sent within the span. An entry belongs to the
 * connection whose source and shop make its id. An entry of which parts are still open is not expected. `isWanted` chooses
 * orders by `expectedKey`.
 */
export function createExpectedOrders(
  connections: readonly ShopConnection[],
  { from, until }: Span,
  isWanted: (key: string) => boolean = () => true,
) {
  const orders = new Map<string, ExpectedOrder>();
  return {
    add(entry: SentParts): void {
      const connection = connections.find(
        ({ source, shop }) => ledgerId({ ...entry, source, shop }) === entry.ledgerId,
      );
      if (connection === undefined || entry.sent.length !== entry.parts) return;
      const { kind } = entry;
      const orderId = orderIdOf(entry, connection);
      const key = expectedKey({ kind, orderId });
      if (!isWanted(key)) return;
      const known = orders.get(key) ?? {
        kind,
        orderId,
        connection,
        due: NOTHING,
        possible: NOTHING,
        entries: [],
      };
      const sentAt = Math.max(...entry.sent.map(({ at }) => at));
      const isDue = sentAt >= from && sentAt < until;
      orders.set(key, {
        ...known,
        possible: plus(known.possible, entry),
        ...(isDue && { due: plus(known.due, entry), entries: [...known.entries, { ...entry, connection }] }),
      });
    },
    due: (): ExpectedOrder[] => [...orders.values()].filter(({ due }) => due.events > 0),
  };
}

/** Returns the name of what is expected of an order of one kind. */
export function expectedKey({ kind, orderId }: Pick<ExpectedOrder, 'kind' | 'orderId'>): string {
  return `${kind} ${orderId}`;
}

function plus({ events, amount }: EventSum, { parts, total }: SentParts): EventSum {
  return { events: events + parts, amount: sum([amount, total]) };
}

function orderIdOf({ kind, subjectKey }: SentParts, { refundProperties = {} }: ShopConnection): string {
  if (kind === 'purchase') return orderOfRise(subjectKey);
  return refundProperties['df_order_id'] === 'orderId' ? orderOfRefund(subjectKey) : '';
}
