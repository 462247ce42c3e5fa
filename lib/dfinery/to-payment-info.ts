import type { MappingSettings } from '../model/connection.ts';
import type { Checkout } from '../model/happening.ts';
import { checkoutKey } from '../model/keys.ts';
import type { EventReading, PaymentInfoEvent } from './event.ts';
import { eventLogId } from './event-log-id.ts';
import { toIdentity } from './to-identity.ts';

/**
 * Turns a checkout into its single `df_add_payment_info`. The event id is derived from the checkout, so it does not
 * matter which delivery was the first to name the buyer. Pure.
 */
export function toPaymentInfo(checkout: Checkout, settings: MappingSettings): EventReading {
  const { identity, unusable } = toIdentity(checkout.customer, settings);
  if (identity === undefined) return { kind: 'ignored', reason: 'no-identity' };
  const { source, shop, enteredAt } = checkout;
  const subjectKey = checkoutKey(checkout);
  const event: PaymentInfoEvent = {
    event_log_id: eventLogId({ source, shop, kind: 'payment-info', subjectKey, part: 1 }),
    event_name: 'df_add_payment_info',
    event_datetime: enteredAt,
  };
  return { kind: 'event', whole: { kind: 'payment-info', subjectKey, identity, event }, unusable };
}
