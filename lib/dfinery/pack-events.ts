/** Something with a size that shares a request with others. */
export interface Packable {
  readonly items: number;
  readonly bytes: number;
  /** ISO 8601 in UTC, so sorting by text sorts by time. */
  readonly time: string;
}

export interface PackLimits {
  readonly maxEvents: number;
  readonly maxItems: number;
  readonly maxBytes: number;
}

/**
 * Packs events into requests by first-fit decreasing, each within all three limits, and sorts the events of each
 * request by time. An event that alone exceeds a limit gets a request of its own. Every event is packed exactly once.
 * If items are the binding limit, first-fit decreasing needs at most 11/9 of the optimum plus one.
 */
export function packEvents<Event extends Packable>(events: readonly Event[], limits: PackLimits): Event[][] {
  const requests: { events: Event[]; items: number; bytes: number }[] = [];
  for (const event of [...events].sort((a, b) => b.items - a.items)) {
    const open = requests.find(
      (request) =>
        request.events.length < limits.maxEvents &&
        request.items + event.items <= limits.maxItems &&
        request.bytes + event.bytes <= limits.maxBytes,
    );
    if (open === undefined) {
      requests.push({ events: [event], items: event.items, bytes: event.bytes });
    } else {
      open.events.push(event);
      open.items += event.items;
      open.bytes += event.bytes;
    }
  }
  return requests.map((request) => request.events.sort(byTime));
}

function byTime(a: Packable, b: Packable): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}
