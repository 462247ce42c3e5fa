import * as v from 'valibot';

/** The topic under which an order of the Admin API is read. No body can name it: `event_no` is a number. */
export const ORDER_TOPIC = 'order';

/** An order was placed; its payment changed; it, or a part of it, was cancelled, sent back or paid back. */
const ORDER_TOPICS = ['90023', '90025', '90026', '90027', '90029'] as const;

/** Several orders were cancelled, paid back or sent back at once. */
export const BULK_TOPICS: readonly string[] = ['90072', '90073', '90074'];

export const WEBHOOK_TOPICS: readonly string[] = [...ORDER_TOPICS, ...BULK_TOPICS];

const NamedSchema = v.object({
  event_no: v.union([v.pipe(v.number(), v.safeInteger(), v.minValue(0)), v.pipe(v.string(), v.digits())]),
});

/**
 * Cafe24 names the event in the body, as `event_no`.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export const topicInBody = {
  read: (body: unknown): string | undefined => (v.is(NamedSchema, body) ? String(body.event_no) : undefined),
  /** A topic that is no number becomes 0, which is no event of Cafe24. */
  write: (topic: string): unknown => ({ event_no: /^\d+$/.test(topic) ? Number(topic) : 0 }),
};
