import * as v from 'valibot';

/** The topic of an order of the API, for `adapter transform`. No webhook can have it: events are in capitals. */
export const ORDER_TOPIC = 'order';

/** Any event of an order that has no topic of its own: only the developer centre has the whole list. */
export const OTHER_ORDER_TOPIC = 'ORDER_OTHER';

const NamedSchema = v.object({ eventType: v.pipe(v.string(), v.regex(/^[A-Z][A-Z0-9_]{0,63}$/)) });

/** Returns the topic of a webhook, which has it in the body, by the topics with a row of their own. */
export function topicInBody(known: ReadonlySet<string>) {
  return {
    read: (body: unknown): string | undefined => {
      if (!v.is(NamedSchema, body)) return undefined;
      const { eventType } = body;
      return eventType.startsWith('ORDER_') && !known.has(eventType) ? OTHER_ORDER_TOPIC : eventType;
    },
    write: (topic: string): unknown => ({ eventType: topic.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_') }),
  };
}
