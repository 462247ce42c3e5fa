import type { Checkout } from '../model/cart.ts';
import type { MappingSettings } from '../model/connection.ts';
import { checkoutKey } from '../model/keys.ts';
import type { Identity, PaymentInfoEvent } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { toIdentity } from './to-identity.ts';

/** A checkout as Dfinery is told of it. */
export interface MappedCheckout {
  readonly checkoutKey: string;
  readonly identity: Identity;
  readonly event: PaymentInfoEvent;
  readonly unusablePhones: number;
}

export type PaymentInfoReading =
  | { readonly kind: 'checkout'; readonly checkout: MappedCheckout }
  | { readonly kind: 'ignored'; readonly reason: 'no-identity' };

/**
 * Turns a checkout into the one `df_add_payment_info` that is sent of it: the id is that of the checkout, whichever of its
 * deliveries was the first to name the buyer. Pure.
 */
export function toPaymentInfo(checkout: Checkout, settings: MappingSettings): PaymentInfoReading {
  const { identity, unusablePhones } = toIdentity(checkout.customer, settings);
  if (identity === undefined) return { kind: 'ignored', reason: 'no-identity' };
  const { source, shop, enteredAt } = checkout;
  const key = checkoutKey(checkout);
  const event: PaymentInfoEvent = {
    event_log_id: eventLogId({ source, shop, kind: 'payment-info', subjectKey: key, part: 1 }),
    event_name: 'df_add_payment_info',
    event_datetime: enteredAt,
  };
  return { kind: 'checkout', checkout: { checkoutKey: key, identity, event, unusablePhones } };
}
