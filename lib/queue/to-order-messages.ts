import type { RefundsReading } from '../dfinery/to-refunds.ts';
import { divideRefunds } from './divide-refunds.ts';
import type { MessageContext } from './message-context.ts';
import { toMessages } from './to-messages.ts';
import { toRefundFetches } from './to-refund-fetches.ts';

/** What is queued of an order. */
export interface OrderMessages {
  /** Of the `events` queue: the purchase, and the refunds that are known whole. */
  readonly bodies: readonly string[];
  /** Of the `fetches` queue: refunds whose lines are fetched first. */
  readonly fetches: readonly string[];
  /** The refunds that are among `bodies`. */
  readonly refunds: RefundsReading;
}

/**
 * Returns the queue messages of an order, encoded, for the queue that each belongs into. Pure.
 * @throws {PayloadError} a message is over SQS's limit, which takes item names of thousands of characters.
 */
export function toOrderMessages(
  reading: Parameters<typeof toMessages>[0],
  context: MessageContext,
): OrderMessages {
  const { ready: refunds, toFetch } = divideRefunds(reading.refunds, context.connection);
  return {
    refunds,
    bodies: toMessages({ ...reading, refunds }, context),
    fetches: toRefundFetches({ ...reading, refunds: toFetch }, context),
  };
}
