import type { Unusable } from '../dfinery/event.ts';
import { toCancellation, toRise, toSettlement } from '../dfinery/to-changes.ts';
import type { MappedRefund, RefundsReading } from '../dfinery/to-refunds.ts';
import type { ShopConnection } from '../model/connection.ts';
import { REST } from '../model/keys.ts';
import type { Order } from '../model/order.ts';
import type { RawBody } from '../sources/raw-body.ts';
import type { Oddity } from './oddity.ts';
import type { News } from './reading.ts';
import { toErasureMessages } from './to-erasure-messages.ts';
import {
  cartFetch,
  closingMessage,
  customerMessages,
  type Encoded,
  type EncodedFetch,
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
  readonly fetches: readonly EncodedFetch[];
  readonly erasures: readonly string[];
  /** The orders of the delivery, for the log. */
  readonly orderIds: readonly string[];
  /** What is odd about the delivery, and how often. */
  readonly odd: Readonly<Partial<Record<Oddity | 'MoneyMismatch', number>>>;
  /** Why each figure that was set aside could not be read. */
  readonly oddFigures: readonly string[];
}

/** The context of a delivery. A repeated privacy request is recognized by its body. */
export interface PlanContext extends MessageContext {
  readonly rawBody: RawBody;
  readonly requestId: string;
}

/** The empty plan, to spread into a plan that has only some of the parts. */
export const NOTHING: Plan = { events: [], fetches: [], erasures: [], orderIds: [], odd: {}, oddFigures: [] };

/** Tells whether there is nothing to queue. */
export function isEmpty({ events, fetches, erasures }: Plan): boolean {
  return events.length + fetches.length + erasures.length === 0;
}

/** Returns what is queued for the news of a delivery. Pure. @throws {PayloadError} a message is over SQS's limit. */
export function planQueueing(news: News, context: PlanContext): Plan {
  switch (news.kind) {
    case 'order':
      return planOrder(news, context);
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

/**
 * Plans what an order says: its purchase, its refunds, or that it was called off. Complete refunds are sent, the lines of
 * the others are fetched first. Pure.
 */
export function planOrder(
  news: Extract<News, { kind: 'order' }>,
  context: MessageContext,
  divided: DividedRefunds = divideRefunds(news.refunds, context.connection),
): Plan {
  const { order, identity, moneyMismatch, unusable } = news;
  const odd = {
    ...unusable,
    FractionalQuantity: order.fractionalQuantities ?? 0,
    MoneyMismatch: moneyMismatch === undefined ? 0 : 1,
  };
  const plan = { ...NOTHING, orderIds: [order.id], odd, oddFigures: order.oddFigures ?? [] };
  const refundIds = (order.refunds ?? []).map(({ id }) => id);
  // A platform that does not date the change delivers it at once.
  const { changedAt = context.receivedAt.toISOString() } = order;
  const changed = { ...order, changedAt };
  if (order.stage === 'closed') {
    const event = toCancellation(changed, context.connection);
    return event === undefined
      ? plan
      : { ...plan, events: [closingMessage({ order, identity, event, refundIds }, context)] };
  }
  const { ready, toFetch } = divided;
  const content = { order, identity, refundIds };
  const changes = order.stage === 'paid' ? changesOf(changed, { news, context }) : {};
  return {
    ...plan,
    events: [
      ...purchaseMessages({ ...news, changes }, context),
      ...refundMessages({ ...content, ...ready }, context),
    ],
    fetches: refundFetches({ ...content, refunds: toFetch }, context),
    odd: { ...odd, RefundWithoutLines: ready.withoutLines },
  };
}

/** Returns what may have to be sent of a paid order that was told before. */
function changesOf(
  order: Order & { readonly changedAt: string },
  {
    news,
    context: { connection },
  }: { readonly news: Extract<News, { kind: 'order' }>; readonly context: MessageContext },
) {
  const settlement = toSettlement(order, connection);
  const rise = connection.edits === 'send' ? toRise(order, news.events) : undefined;
  return { ...(settlement && { settlement }), ...(rise && { rise }) };
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
  const { refunds } = reading;
  return {
    ready: { refunds: refunds.filter((mapped) => !lacksLines(mapped)), withoutLines: 0 },
    toFetch: refunds.filter(lacksLines),
  };
}

/** A refund of our own has no lines that could be fetched. */
function lacksLines({ standIn, refund }: MappedRefund): boolean {
  return standIn === 'refund' && refund.id !== REST;
}
