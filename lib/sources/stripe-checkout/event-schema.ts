import * as v from 'valibot';
import { id, idOf, LiveMode, LooseText } from './fields.ts';

/**
 * An event, as far as it names an order. Its `data.object` has the form of the version that the webhook was made with, so
 * nothing but ids and states is taken from it.
 * @see https://docs.stripe.com/api/events/object (read 2026-11-29)
 */

const SessionSchema = v.object({
  id: id('cs_'),
  mode: v.string(),
  payment_status: LooseText,
});

/** A charge or a refund. Either may belong to a payment that was not made through Checkout, or to none. */
const OfPaymentSchema = v.object({
  object: v.picklist(['charge', 'refund']),
  id: v.string(),
  status: LooseText,
  payment_intent: v.nullish(idOf('pi_')),
});

const PaymentSchema = v.pipe(
  v.object({ object: v.literal('payment_intent'), id: id('pi_') }),
  v.transform(({ object, id: payment }) => ({
    object,
    id: payment,
    status: undefined,
    payment_intent: payment,
  })),
);

function eventOf<const Of extends v.GenericSchema>(object: Of) {
  return v.object({ livemode: LiveMode, data: v.object({ object }) });
}

/** `checkout.session.…` */
export const SessionEventSchema = eventOf(SessionSchema);
/** `charge.…`, `refund.…` and `payment_intent.…` */
export const PaymentEventSchema = eventOf(v.variant('object', [OfPaymentSchema, PaymentSchema]));

export type SessionEvent = v.InferOutput<typeof SessionEventSchema>;
export type PaymentEvent = v.InferOutput<typeof PaymentEventSchema>;
