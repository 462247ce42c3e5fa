import type { Identity, PurchaseEvent, RefundEvent } from '../dfinery/event.ts';
import { cutRefund, restatePurchase, restateRefund } from '../dfinery/restate.ts';
import { toCancellation, toRise, toSettlement } from '../dfinery/to-changes.ts';
import { toPurchase } from '../dfinery/to-purchase.ts';
import { CANCELLATION, paidBackWith, refundIdOfKey, riseKey, SETTLEMENT } from '../model/keys.ts';
import { type Decimal, toDecimal } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import type { News } from './reading.ts';
import {
  type Encoded,
  type MessageContext,
  purchaseMessages,
  refundMessages,
  toRepair,
} from './to-messages.ts';

/** A purchase or a refund that Dfinery accepted and has lost, or some of its parts. */
export interface LostEvents {
  readonly kind: 'purchase' | 'refund';
  /** The order's id, `refundKey`, or `riseKey`. */
  readonly subjectKey: string;
  readonly parts: number;
  /** Of all parts, as it was told. */
  readonly total: Decimal;
  /** The parts that are lost, and when they were accepted by the ledger. Milliseconds since 1970. */
  readonly sent: readonly { readonly part: number; readonly at: number }[];
}

type OrderNews = Extract<News, { kind: 'order' }>;

/** An order as the shop has it now, and what to know to write its messages. */
interface Rebuilding {
  readonly order: Order & { readonly changedAt: string };
  readonly news: OrderNews;
  readonly context: MessageContext;
}

/**
 * Returns the messages that send lost events once more, under their ids and with the amounts that were told, by the order
 * as the shop has it now; `undefined` if that order does not hold them any more. Lines stand where they are still worth
 * the amount; else one item stands for it. Pure. @throws {PayloadError} a message is over SQS's limit.
 */
export function toRepairs(
  news: OrderNews,
  lost: LostEvents,
  context: MessageContext,
): readonly Encoded[] | undefined {
  const { changedAt = context.receivedAt.toISOString() } = news.order;
  const rebuilding = { order: { ...news.order, changedAt }, news, context };
  const messages = lost.kind === 'purchase' ? purchase(rebuilding, lost) : refund(rebuilding, lost);
  if (messages?.length !== lost.parts) return undefined;
  const atOf = new Map(lost.sent.map(({ part, at }) => [part, at]));
  return messages.flatMap(({ message }) => {
    if (message.kind !== 'purchase' && message.kind !== 'refund') return [];
    const at = atOf.get(message.part);
    return at === undefined ? [] : [toRepair(message, at)];
  });
}

function purchase({ order, news, context }: Rebuilding, lost: LostEvents): Encoded[] | undefined {
  const found = purchaseOf(order, { news, context });
  if (found === undefined) return undefined;
  const { identity } = found;
  const events =
    lost.subjectKey === order.id ? same(found.events, order.total, lost) : rise(order, found, lost);
  // A repair says no stage: it changes nothing that the ledger knows.
  const told = { ...order, id: lost.subjectKey, total: lost.total, stage: 'closed' as const };
  return events && purchaseMessages({ order: told, identity, events }, context);
}

interface Found {
  readonly identity: Identity;
  readonly events: readonly PurchaseEvent[];
}

/** An order that was called off since is no purchase now, but its lines are still those that were bought. */
function purchaseOf(
  order: Order,
  { news, context }: Pick<Rebuilding, 'news' | 'context'>,
): Found | undefined {
  if (news.events.length > 0) return news;
  const mapped = toPurchase(order, context.connection);
  return mapped.kind === 'ignored' ? undefined : mapped;
}

/** Returns the events of a purchase as it was told: it may have been due for another amount then. */
function same(
  events: readonly PurchaseEvent[],
  total: Decimal,
  lost: LostEvents,
): readonly PurchaseEvent[] | undefined {
  if (events.length === lost.parts && total === lost.total) return events;
  const [first] = events;
  return first === undefined || lost.parts > 1 ? undefined : [restatePurchase(first, lost.total)];
}

function rise(
  order: Rebuilding['order'],
  { events }: Found,
  { subjectKey, total }: LostEvents,
): readonly PurchaseEvent[] | undefined {
  const due = dueOf(order, subjectKey);
  const event = due && toRise({ ...order, total: due }, events);
  return event && [restatePurchase(event, total)];
}

/** Returns what was due after a further purchase, by its name. */
function dueOf({ id }: Order, subjectKey: string): Decimal | undefined {
  const [text = ''] = /\d+(?:\.\d+)?$/.exec(subjectKey) ?? [];
  if (text === '') return undefined;
  const due = toDecimal(text);
  return riseKey(id, due) === subjectKey ? due : undefined;
}

function refund({ order, news, context }: Rebuilding, lost: LostEvents): Encoded[] | undefined {
  const events = refundEvents({ order, news, context }, lost);
  if (events === undefined) return undefined;
  const { placedAt, currency } = order;
  const mapped = [{ refundKey: lost.subjectKey, total: lost.total, events }];
  const refundIds = (order.refunds ?? []).map(({ id }) => id);
  return refundMessages(
    { order: { placedAt, currency }, identity: news.identity, refunds: mapped, refundIds },
    context,
  );
}

const OWN_REFUNDS = { [CANCELLATION]: toCancellation, [SETTLEMENT]: toSettlement } as const;

function refundEvents(
  { order, news, context }: Rebuilding,
  { subjectKey, parts, total }: LostEvents,
): readonly RefundEvent[] | undefined {
  const refundId = refundIdOfKey(subjectKey);
  if (refundId === CANCELLATION || refundId === SETTLEMENT) {
    const event = OWN_REFUNDS[refundId](order, context.connection);
    return event && [restateRefund(event, total)];
  }
  const mapped = news.refunds.refunds.find(({ refundKey }) => refundKey === subjectKey);
  if (mapped === undefined) return undefined;
  if (mapped.events.length === parts && mapped.total === total) return mapped.events;
  const [first] = mapped.events;
  if (first === undefined || parts > 1) return undefined;
  return [paidBackWith(refundId) === undefined ? cutRefund(first, total) : restateRefund(first, total)];
}
