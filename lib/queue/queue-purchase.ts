import type { MoneyMismatch } from '../dfinery/money-mismatch.ts';
import type { RefundsReading } from '../dfinery/to-refunds.ts';
import type { Order } from '../order.ts';
import type { LogFields, Telemetry } from '../telemetry.ts';
import type { MessageQueue } from './message-queue.ts';

/** A purchase on its way into the queue, with its refunds. */
export interface QueuedPurchase {
  readonly order: Order;
  /** One message per event. */
  readonly bodies: readonly string[];
  readonly moneyMismatch: MoneyMismatch | undefined;
  readonly unusablePhones: number;
  readonly refunds: RefundsReading;
}

/**
 * Queues the events of a purchase and its refunds, and reports what is odd about it. `fields` say in the log where it came from.
 * @throws {UnavailableError} SQS did not accept all of them within its budget.
 */
export async function queuePurchase(
  { queue, telemetry }: { readonly queue: MessageQueue; readonly telemetry: Telemetry },
  { order, bodies, moneyMismatch, unusablePhones, refunds }: QueuedPurchase,
  fields: LogFields,
): Promise<void> {
  await queue.sendAll(bodies);

  if (unusablePhones > 0) telemetry.count('UnusablePhone', unusablePhones);
  const { fractionalQuantities = 0 } = order;
  if (fractionalQuantities > 0) telemetry.count('FractionalQuantity', fractionalQuantities);
  if (moneyMismatch !== undefined) {
    telemetry.count('MoneyMismatch');
    telemetry.warn('The figures of the order do not add up', { ...fields, orderId: order.id });
  }
  if (refunds.withoutLines > 0) telemetry.count('RefundWithoutLines', refunds.withoutLines);
  if (refunds.capped > 0) {
    telemetry.count('RefundCapped', refunds.capped);
    telemetry.warn('The refunds of the order exceed its total', { ...fields, orderId: order.id });
  }
  telemetry.count('EventQueued', bodies.length);
}
