import type { Unusable } from '../dfinery/event.ts';
import type { RefundsReading } from '../dfinery/to-refunds.ts';
import type { ShopConnection } from '../model/connection.ts';
import type { MetricName } from '../runtime/telemetry.ts';
import type { News } from './reading.ts';
import { toErasureMessages } from './to-erasure-messages.ts';
import {
  cartFetch,
  customerMessages,
  type Encoded,
  type MessageContext,
  orderFetch,
  purchaseMessages,
  refundFetches,
  refundMessages,
  wholeMessage,
} from './to-messages.ts';

/** What is queued for a delivery, by queue, and what is counted and logged then. */
export interface Plan {
  readonly events: readonly Encoded[];
  readonly fetches: readonly string[];
  readonly erasures: readonly string[];
  /** The orders of the delivery, for the log. */
  readonly orderIds: readonly string[];
  /** What is odd about the delivery, by metric. */
  readonly odd: Readonly<Partial<Record<MetricName, number>>>;
}

/** The context of a delivery. A repeated privacy request is recognized by its body. */
export interface PlanContext extends MessageContext {
  readonly rawBody: Buffer;
  readonly requestId: string;
}

/** The empty plan, to spread into a plan that has only some of the parts. */
export const NOTHING: Plan = { events: [], fetches: [], erasures: [], orderIds: [], odd: {} };

/** Returns what is queued for the news of a delivery. Pure. @throws {PayloadError} a message is over SQS's limit. */
export function planQueueing(news: News, context: PlanContext): Plan {
  switch (news.kind) {
    case 'purchase':
      return planPurchase(news, context);
    case 'references': {
      const { references } = news;
      const fetches = references.map((reference) => orderFetch(reference, context));
      return { ...NOTHING, fetches, orderIds: references.map(({ orderId }) => orderId) };
    }
    case 'customers': {
      const count = (metric: keyof Unusable) =>
        news.customers.reduce((sum, { unusable }) => sum + unusable[metric], 0);
      return {
        ...NOTHING,
        events: customerMessages(news.customers, context),
        odd: { UnusableEmail: count('UnusableEmail'), UnusablePhone: count('UnusablePhone') },
      };
    }
    case 'event':
      return {
        ...NOTHING,
        events: [wholeMessage(news.whole, context)],
        odd: news.unusable,
      };
    case 'cart-addition':
      return { ...NOTHING, fetches: [cartFetch(news, context)] };
    case 'privacy':
      return { ...NOTHING, erasures: toErasureMessages(news.requests, context) };
  }
}

/** Plans a purchase and its refunds: complete ones are sent, the lines of the others are fetched first. Pure. */
export function planPurchase(
  news: Extract<News, { kind: 'purchase' }>,
  context: MessageContext,
  { ready, toFetch }: DividedRefunds = divideRefunds(news.refunds, context.connection),
): Plan {
  const { order, identity, moneyMismatch, unusable } = news;
  return {
    ...NOTHING,
    events: [...purchaseMessages(news, context), ...refundMessages({ order, identity, ...ready }, context)],
    fetches: refundFetches({ order, identity, refunds: toFetch }, context),
    orderIds: [order.id],
    odd: {
      ...unusable,
      FractionalQuantity: order.fractionalQuantities ?? 0,
      MoneyMismatch: moneyMismatch === undefined ? 0 : 1,
      RefundWithoutLines: ready.withoutLines,
      RefundCapped: ready.capped,
    },
  };
}

export interface DividedRefunds {
  /** Complete: sent as they are. */
  readonly ready: RefundsReading;
  /** Their lines are fetched first. */
  readonly toFetch: RefundsReading['refunds'];
}

/** Divides the refunds of an order into complete ones and those whose lines have to be fetched. */
function divideRefunds(
  reading: RefundsReading,
  { refundLines }: Pick<ShopConnection, 'refundLines'>,
): DividedRefunds {
  if (refundLines !== 'fetch') return { ready: reading, toFetch: [] };
  const { refunds, capped } = reading;
  return {
    ready: { refunds: refunds.filter(({ standIn }) => standIn !== 'refund'), capped, withoutLines: 0 },
    toFetch: refunds.filter(({ standIn }) => standIn === 'refund'),
  };
}
