import type { Identity } from '../dfinery/event.ts';
import type { MappedRefund } from '../dfinery/to-refunds.ts';
import type { Order } from '../order.ts';
import { encodeFetchMessage } from './fetch-message.ts';
import { contextEntries, type MessageContext } from './message-context.ts';

/** Returns the messages of the `fetches` queue for refunds of an order whose lines are to be fetched, encoded. */
export function toRefundFetches(
  {
    order,
    identity,
    refunds,
  }: { readonly order: Order; readonly identity: Identity; readonly refunds: readonly MappedRefund[] },
  context: MessageContext,
): string[] {
  const { id: orderId, name, placedAt, currency, taxesIncluded } = order;
  const { serviceId, shop, ...entries } = contextEntries(context);
  const common = { ...entries, kind: 'refund', identity, order: { name, placedAt, currency } } as const;
  return refunds.map(({ refund: { id: refundId, refundedAt, amount } }) =>
    encodeFetchMessage({
      ...common,
      reference: { orderId, refundId, taxesIncluded },
      refund: { refundedAt, amount },
    }),
  );
}
