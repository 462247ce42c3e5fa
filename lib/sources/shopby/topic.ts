import * as v from 'valibot';

/** Topics of our own, for what is fetched or listed. No webhook can have them: its events are in capitals. */
export const ORDER_TOPIC = 'order';
export const JOINED_TOPIC = 'member-joined';
export const CHANGED_TOPIC = 'member-changed';
export const WITHDRAWN_TOPIC = 'member-withdrawn';

const NamedSchema = v.object({ eventType: v.pipe(v.string(), v.regex(/^[A-Z_]{1,64}$/)) });

/**
 * The event is in the body: once in an object, or in each entry of a list, which are all of one event.
 * @see https://server-docs.shopby.co.kr/spec/workspace-server-public.yml (`eventType`; read 2026-11-29)
 */
export const topicInBody = {
  read: (body: unknown): string | undefined => {
    const [first, ...others] = [body].flat().map(eventOf);
    return others.every((event) => event === first) ? first : undefined;
  },
  write: (topic: string): unknown => ({ eventType: topic.toUpperCase().replaceAll(/[^A-Z_]/g, '_') }),
};

function eventOf(entry: unknown): string | undefined {
  return v.is(NamedSchema, entry) ? entry.eventType : undefined;
}
