import { cutRefund, restatePurchase, restateRefund } from '../dfinery/restate.ts';
import { paidBackWith, refundIdOfKey, refundKey, riseKey } from '../model/keys.ts';
import { type Decimal, isZero, sum, toDecimal } from '../model/money.ts';
import type { ClosingMessage, Message, PurchaseMessage, RefundMessage } from '../queue/message.ts';
import { DAY_MS } from '../queue/worker/fate.ts';
import { partTaken, type TakenPart } from '../stores/ledger/change-of-message.ts';
import type { LedgerKey } from '../stores/ledger/ledger.ts';
import { orderKeyOf } from '../stores/ledger/ledger-key.ts';
import type { Answer } from '../stores/ledger/tell.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventFate, ORDER_UNSETTLED } from './event-fate.ts';
import type { TriedBefore } from './fates.ts';
import type { QueuedEvent } from './read-records.ts';

/** What is known of an order that was told before. */
export type ChangeMessage = PurchaseMessage | RefundMessage | ClosingMessage;
export type QueuedChange = QueuedEvent & TriedBefore & { readonly message: ChangeMessage };

/** An event that follows of a change. */
export interface ToldChange extends QueuedEvent, TriedBefore {
  /** The message that it follows of, and whose fate it decides. */
  readonly carrier: Message;
  readonly rise?: Rise;
}

/** A further purchase. Once it was accepted, the account of its order has to know: then refunds may take it back. */
export interface Rise {
  readonly order: LedgerKey;
  readonly due: Decimal;
}

/** What becomes of a change. */
export type Outcome =
  | { readonly kind: 'told'; readonly told: ToldChange }
  | { readonly kind: 'ends'; readonly fate: EventFate };

/** Returns the event that follows, or what becomes of the message without one. */
export function followAnswer(ports: DrainPorts, change: QueuedChange, answer: Answer): Outcome {
  switch (answer.kind) {
    case 'take-back':
      return takeBack(change, answer);
    case 'rise':
      return rise(change, answer.amount);
    case 'untold':
      return ends({ kind: 'untold', because: 'rise' });
    case 'nothing':
      return SUPERSEDED;
    case 'unsettled':
      return ends(ORDER_UNSETTLED);
    case 'purchase-missing':
      return ends(isGivenUp(ports, change, answer) ? WITHOUT_PURCHASE : missing(answer));
  }
}

const WITHOUT_PURCHASE: EventFate = { kind: 'untold', because: 'refund-without-purchase' };

/** How long a refund waits for the purchase of an order that is paid in part: an outage may hold up both. */
const GIVEN_UP_AFTER_MS = DAY_MS;

/** Tells whether no purchase is expected any more: none came with the refund, and none was ever tried. */
function isGivenUp(ports: DrainPorts, change: QueuedChange, { tries }: PurchaseMissing): boolean {
  const { message } = change;
  const cameAlone = message.kind === 'refund' && message.orderStage === 'refunds-only';
  return cameAlone && tries === 0 && ageOf(ports, change) > GIVEN_UP_AFTER_MS;
}

/** After so many tries a purchase that is refused is near its own end. */
const MANY_TRIES = 100;

function missing({ tries, failedOf }: PurchaseMissing): EventFate {
  const held = { kind: 'held', because: 'purchase-missing', code: 'purchase-missing' } as const;
  const isHopeless = failedOf === 'refused' && tries >= MANY_TRIES;
  return isHopeless ? { ...held, failedOf: 'purchase-missing' } : held;
}

type PurchaseMissing = Extract<Answer, { kind: 'purchase-missing' }>;

const SUPERSEDED = ends({ kind: 'superseded' });

function takeBack(
  change: QueuedChange,
  { amount, cut, covered }: Extract<Answer, { kind: 'take-back' }>,
): Outcome {
  const { message } = change;
  if (isZero(amount)) {
    // It was decided before, and comes again.
    if (message.kind !== 'refund' || isZero(sum([cut, covered]))) return SUPERSEDED;
    return ends({ kind: 'untold', because: isZero(covered) ? 'nothing-left' : 'covered' });
  }
  const taken = partTaken(message, amount);
  if (taken === undefined) return SUPERSEDED;
  switch (message.kind) {
    case 'refund': {
      if (amount === message.total) return toTold(change, message);
      const { parts, total } = taken;
      // The lines of a sum of refunds are not those of the newest.
      const restate = isCumulative(message) ? restateRefund : cutRefund;
      return toTold(change, { ...message, parts, total, event: restate(message.event, amount) });
    }
    case 'closing':
      return toTold(change, refundOf(message, { ...taken, event: message.event }));
    case 'purchase': {
      const { settlement: event } = message;
      return event === undefined ? SUPERSEDED : toTold(change, refundOf(message, { ...taken, event }));
    }
  }
}

function rise(change: QueuedChange, amount: Decimal): Outcome {
  const { message } = change;
  if (message.kind !== 'purchase' || message.rise === undefined) return SUPERSEDED;
  const { rise: event, settlement: _, ...purchase } = message;
  const order = orderKeyOf(message);
  const due = toDecimal(message.total);
  const subjectKey = riseKey(order.subjectKey, due);
  const told = { ...purchase, subjectKey, parts: 1, total: amount, event: restatePurchase(event, amount) };
  return { kind: 'told', told: { ...change, message: told, carrier: message, rise: { order, due } } };
}

/** Returns a refund of our own as a message. */
function refundOf(
  message: PurchaseMessage | ClosingMessage,
  { refundId, part, parts, total, event }: TakenPart & Pick<RefundMessage, 'event'>,
): RefundMessage {
  const { connection, serviceId, source, shop, deliveryId, receivedAt, traceId, identity } = message;
  const { repairs } = message;
  const known = { connection, serviceId, source, shop, deliveryId, receivedAt, traceId, identity };
  const subjectKey = refundKey(orderKeyOf(message).subjectKey, refundId);
  return {
    ...known,
    ...(message.kind === 'closing' && { repairs }),
    v: 2,
    kind: 'refund',
    subjectKey,
    part,
    parts,
    total,
    event: restateRefund(event, total),
  };
}

/** Tells whether the amount of a message is the sum of its order's refunds, of which the ledger knows what is new. */
export function isCumulative({ subjectKey }: Pick<RefundMessage, 'subjectKey'>): boolean {
  return paidBackWith(refundIdOfKey(subjectKey)) !== undefined;
}

/** Returns the event that is sent for a change. */
export function toTold(change: QueuedChange, message: Message): Outcome {
  return { kind: 'told', told: { ...change, message, carrier: change.message } };
}

/** Returns the fate of a change for which nothing is sent. */
export function ends(fate: EventFate): Outcome {
  return { kind: 'ends', fate };
}

function ageOf({ now }: DrainPorts, { records: [record] }: QueuedChange): number {
  return now() - Number(record.attributes.SentTimestamp);
}
