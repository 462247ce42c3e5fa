import * as v from 'valibot';
import type { AnsweredCall } from '../dfinery-double/answered-call.ts';
import { eventKey, profileKey } from './message-keys.ts';

const EventSchema = v.object({
  event_log_id: v.fallback(v.string(), ''),
  event_items: v.fallback(v.array(v.unknown()), []),
  event_properties: v.fallback(v.record(v.string(), v.unknown()), {}),
});

const BodySchema = v.object({
  identity: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  events: v.fallback(v.array(v.fallback(EventSchema, v.getFallbacks(EventSchema))), []),
});

/** What a request holds, as far as it can be read: nobody checked it. */
export interface CallContents {
  readonly events: number;
  readonly items: number;
  /** Of its events, or of the customer that it is about. */
  readonly keys: readonly string[];
  /** Of its events that name one. */
  readonly orderIds: readonly string[];
}

const NOTHING: CallContents = { events: 0, items: 0, keys: [], orderIds: [] };

/** Returns the contents of a request. Pure. */
export function readCall({
  call,
  serviceId,
  body,
}: Pick<AnsweredCall, 'call' | 'serviceId' | 'body'>): CallContents {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), BodySchema), body.toString());
  if (!success) return NOTHING;
  const { identity, events } = output;
  if (call !== 'events') {
    const isAboutProfile = identity !== undefined && call !== 'identities/delete';
    return isAboutProfile ? { ...NOTHING, keys: [profileKey(serviceId, identity)] } : NOTHING;
  }
  return {
    events: events.length,
    items: events.reduce((sum, { event_items }) => sum + event_items.length, 0),
    keys: events.map(({ event_log_id: id }) => eventKey(serviceId, id)),
    orderIds: events.flatMap(({ event_properties: { df_order_id: id } }) =>
      typeof id === 'string' ? [id] : [],
    ),
  };
}
