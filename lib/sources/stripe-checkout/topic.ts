import * as v from 'valibot';
import { CAPTURED } from './to-reference.ts';

/** The topic of a session of the API, for `adapter transform`. No event can have it: theirs have dots. */
export const ORDER_TOPIC = 'order';

/** Events of a session that may be an order. */
export const SESSION_TOPICS: readonly string[] = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
];

/** Events of a payment, which may be that of a session. */
export const PAYMENT_TOPICS: readonly string[] = [
  CAPTURED,
  'charge.refunded',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
];

const NamedSchema = v.object({ type: v.pipe(v.string(), v.regex(/^[a-z0-9_]+(?:\.[a-z0-9_]+)+$/)) });

/** The topic of an event, which has it in the body. */
export const topicInBody = {
  read: (body: unknown): string | undefined => (v.is(NamedSchema, body) ? body.type : undefined),
  write: (type: string): unknown => ({ object: 'event', type: type.replaceAll('/', '.') }),
};
