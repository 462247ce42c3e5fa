import * as v from 'valibot';

/** The topic of an order of the API. No webhook can have it: a scope of BigCommerce begins with `store/`. */
export const ORDER_TOPIC = 'order';
export const CUSTOMER_TOPIC = 'store/customer/updated';
export const NEW_CUSTOMER_TOPIC = 'store/customer/created';

const NamedSchema = v.object({ scope: v.pipe(v.string(), v.startsWith('store/')) });

/** The topic is the body's `scope`. */
export const topicInBody = {
  read: (body: unknown): string | undefined => (v.is(NamedSchema, body) ? body.scope : undefined),
  write: (topic: string): unknown => ({ scope: topic.startsWith('store/') ? topic : `store/${topic}` }),
};
