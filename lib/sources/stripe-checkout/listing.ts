import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { ListEntry, Listing } from '../listing.ts';
import { stripeGet } from './api.ts';
import { PaymentEventSchema, SessionEventSchema } from './event-schema.ts';
import { Seconds, toInstant } from './fields.ts';
import { paymentReference, sessionReference } from './to-reference.ts';
import { PAYMENT_TOPICS, SESSION_TOPICS } from './topic.ts';

const EventId = v.pipe(v.string(), v.regex(/^evt_[A-Za-z0-9_]{1,200}$/, 'expected the id of an event'));

const CursorSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    /** Seconds since 1970. */
    from: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** The oldest event that was read. */
    after: v.optional(EventId),
  }),
);
type Cursor = v.InferOutput<typeof CursorSchema>;

const EventSchema = v.looseObject({ id: EventId, type: v.string(), created: Seconds });
const PageSchema = v.object({ data: v.array(EventSchema), has_more: v.boolean() });

/**
 * What the API lists: the events themselves, newest first, for 30 days. They never change and are only added at the front, so
 * reading on from the oldest one skips none. Sessions are listed by the time at which they were opened, which tells of no
 * payment that came later and of no refund.
 * @see https://docs.stripe.com/api/events/list (read 2026-11-29)
 */
export const listing: Listing = {
  lists: [
    {
      name: 'events',
      about: 'orders',
      // How late an event may show in the list is not documented.
      overlapMs: 15 * 60_000,
      begin: ({ from }) => write({ from: Math.floor(from.getTime() / 1_000) }),
      request: (text) => {
        const { from, after } = readCursor(text);
        return stripeGet('/v1/events', [
          ['limit', '100'],
          ['created[gte]', String(from)],
          ...[...SESSION_TOPICS, ...PAYMENT_TOPICS].map((type) => ['types[]', type] as const),
          ...(after === undefined ? [] : [['starting_after', after] as const]),
        ]);
      },
      read: (body, text) => {
        const { data, has_more } = parsePayload(PageSchema, body);
        const after = data.at(-1)?.id;
        const next = has_more && after !== undefined ? write({ ...readCursor(text), after }) : undefined;
        return { entries: data.flatMap(toEntries), next };
      },
    },
  ],
};

/** An event that cannot be read goes to the reader of its topic, which parks it. */
function toEntries(event: v.InferOutput<typeof EventSchema>): ListEntry[] {
  const { id, type: topic, created } = event;
  const entry = { id, changedAt: toInstant(created) };
  if (SESSION_TOPICS.includes(topic)) {
    const { success, output } = v.safeParse(SessionEventSchema, event);
    if (!success) return [{ kind: 'delivery', ...entry, topic, body: event }];
    const reference = sessionReference(output);
    // A purchase that was told says nothing of a payment that failed since.
    const shownBy =
      reference.parameters['paid'] === undefined ? {} : { shownBy: { kind: 'purchase' } as const };
    return [{ kind: 'order-to-fetch', ...entry, reference, ...shownBy }];
  }
  const { success, output } = v.safeParse(PaymentEventSchema, event);
  if (!success) return [{ kind: 'delivery', ...entry, topic, body: event }];
  const reference = paymentReference(topic, output);
  return reference === undefined ? [] : [{ kind: 'order-to-fetch', ...entry, reference }];
}

function write(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** @throws {PayloadError} the text is no cursor of this list. */
function readCursor(text: string): Cursor {
  return parsePayload(CursorSchema, text);
}
