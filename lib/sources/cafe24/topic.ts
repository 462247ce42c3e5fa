import * as v from 'valibot';

/** The topic of an Admin API order, for `adapter transform`. No webhook can have it: `event_no` is a number. */
export const ORDER_TOPIC = 'order';

const NamedSchema = v.object({
  event_no: v.union([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.pipe(v.string(), v.digits())]),
});

/**
 * Cafe24 puts the event into the body, as `event_no`.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export const topicInBody = {
  read: (body: unknown): string | undefined => (v.is(NamedSchema, body) ? String(body.event_no) : undefined),
  /** A topic that is not a number becomes 0, which is not an event of Cafe24. */
  write: (topic: string): unknown => ({ event_no: /^\d+$/.test(topic) ? Number(topic) : 0 }),
};
