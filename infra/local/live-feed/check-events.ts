import * as v from 'valibot';
import { MAX_EVENTS_PER_REQUEST, MAX_ITEMS_PER_REQUEST } from '../../../lib/dfinery/event.ts';
import { packEvents } from '../../../lib/dfinery/pack-events.ts';
import type { DfineryDouble } from '../dfinery-double/dfinery-double.ts';

const Identity = v.record(v.string(), v.unknown());
const Event = v.record(v.string(), v.unknown());

/** As `adapter transform` prints them. */
const EventsSchema = v.array(v.object({ identity: Identity, event: Event }));

/** An event with its place in what was given. */
interface Placed {
  readonly index: number;
  readonly identity: v.InferOutput<typeof Identity>;
  readonly event: v.InferOutput<typeof Event>;
}

/**
 * Returns why the stand-in would refuse requests of a service with these events, packed as the drain packs them: one
 * identity each. Paths count the events as they were given.
 */
export async function checkEvents(
  dfinery: Pick<DfineryDouble, 'check'>,
  serviceId: string,
  events: unknown,
): Promise<readonly string[]> {
  const reading = v.safeParse(EventsSchema, events);
  if (!reading.success)
    return ['events: expected a list of {identity, event}, as adapter transform prints it'];
  const placed = reading.output.map((one, index): Placed => ({ ...one, index }));
  const groups = Map.groupBy(placed, ({ identity }) => JSON.stringify(identity));
  const requests = [...groups.values()].flatMap((group) => packEvents(group.map(toPackable), LIMITS));
  const reasons = await Promise.all(requests.map((request) => reasonsOf(dfinery, serviceId, request)));
  return [...new Set(reasons.flat())];
}

/** Bytes do not matter to the stand-in. */
const LIMITS = {
  maxEvents: MAX_EVENTS_PER_REQUEST,
  maxItems: MAX_ITEMS_PER_REQUEST,
  maxBytes: Number.POSITIVE_INFINITY,
};

function toPackable(placed: Placed) {
  const { event_items: items, event_datetime: time } = placed.event;
  return { ...placed, items: Array.isArray(items) ? items.length : 0, bytes: 0, time: String(time) };
}

async function reasonsOf(
  dfinery: Pick<DfineryDouble, 'check'>,
  serviceId: string,
  request: readonly Placed[],
): Promise<readonly string[]> {
  const [first] = request;
  if (first === undefined) return [];
  const body = { common: { identity: first.identity }, events: request.map(({ event }) => event) };
  const { reasons } = await dfinery.check(serviceId, body);
  return reasons.map((reason) =>
    reason.replace(
      /^events\.(\d+)/,
      (_, place: string) => `events.${request[Number(place)]?.index ?? place}`,
    ),
  );
}
