import type { CartAddition } from './cart.ts';
import type { Identity } from './dfinery/event.ts';
import { toIdentity } from './dfinery/to-identity.ts';
import { type MappedCheckout, toPaymentInfo } from './dfinery/to-payment-info.ts';
import type { ReadingOptions } from './read-delivery.ts';
import type { CartTopics, CartReading as SourceReading, VerifiedDelivery } from './sources/source.ts';

export type CartReading =
  | { readonly kind: 'checkout'; readonly checkout: MappedCheckout }
  /** The product has to be fetched. */
  | { readonly kind: 'cart-addition'; readonly addition: CartAddition; readonly identity: Identity }
  | {
      readonly kind: 'ignored';
      readonly reason:
        | Extract<SourceReading, { kind: 'ignored' }>['reason']
        | 'topic'
        | 'no-identity'
        | 'before-since'
        | 'too-old';
    };

/**
 * Reads what a delivery tells of a checkout or a cart, where the connection asks for it. Whose is not known is nobody's to
 * tell. Pure.
 * @throws {PayloadError} the body lacks what the mapping needs.
 */
export function readCart(
  topics: CartTopics,
  { delivery, body }: { readonly delivery: VerifiedDelivery; readonly body: unknown },
  { settings, tooOld }: ReadingOptions,
): CartReading {
  if (settings.carts !== 'send') return { kind: 'ignored', reason: 'topic' };
  const reading = topics.read(delivery, body, settings);
  if (reading.kind === 'ignored') return reading;
  if (reading.kind === 'checkout') {
    const age = tooOld?.({ placedAt: reading.checkout.enteredAt });
    return age === undefined ? toPaymentInfo(reading.checkout, settings) : { kind: 'ignored', reason: age };
  }
  const { addition } = reading;
  const { identity } = toIdentity(addition.customer, settings);
  if (identity === undefined) return { kind: 'ignored', reason: 'no-identity' };
  return { kind: 'cart-addition', addition, identity };
}
