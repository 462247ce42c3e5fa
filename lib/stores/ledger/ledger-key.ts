import { orderOfRefund } from '../../model/keys.ts';
import type { EventContent } from '../../queue/message.ts';
import type { LedgerKey } from './ledger.ts';

/** Returns the key of the entry that an event is claimed in. The end of an order is a refund. */
export function ledgerKeyOf(message: EventContent): LedgerKey {
  const { serviceId, source, shop, kind, subjectKey } = message;
  return { serviceId, source, shop, kind: kind === 'closing' ? 'refund' : kind, subjectKey };
}

/** Returns the key of the entry of the order that a purchase or a refund belongs to. */
export function orderKeyOf({ serviceId, source, shop, kind, subjectKey }: EventContent): LedgerKey {
  const order = kind === 'refund' || kind === 'closing' ? orderOfRefund(subjectKey) : subjectKey;
  return { serviceId, source, shop, kind: 'purchase', subjectKey: order };
}
