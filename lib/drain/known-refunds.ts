import { CANCELLATION, refundIdOfKey, refundKey } from '../model/keys.ts';
import { type Decimal, toDecimal } from '../model/money.ts';
import type { ClosingMessage, RefundMessage } from '../queue/message.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';
import type { DrainPorts } from './drain-ports.ts';
import { orderKeyOf } from './ledger-key.ts';

/** Returns the refunds of an order that have an item of their own, with their amounts: those may have arrived. */
export async function knownRefunds(
  { ledger }: Pick<DrainPorts, 'ledger'>,
  message: RefundMessage | ClosingMessage,
): Promise<ReadonlyMap<string, Decimal>> {
  const order = orderKeyOf(message);
  const { refundIds = [refundIdOfKey(message.subjectKey)] } = message;
  const keys = [...new Set([CANCELLATION, ...refundIds])].map((refundId) => ({
    refundId,
    key: { ...order, kind: 'refund', subjectKey: refundKey(order.subjectKey, refundId) },
  }));
  const entries = await ledger.read(keys.map(({ key }) => key));
  return new Map(
    keys.flatMap(({ refundId, key }) => {
      const entry = entries.get(ledgerId(key));
      const mayHaveArrived = entry !== undefined && Object.keys(entry.states).length > 0;
      return mayHaveArrived ? [[refundId, toDecimal(entry.total)] as const] : [];
    }),
  );
}
