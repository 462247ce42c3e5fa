import { type Identity, itemsOf, MAX_EVENTS_PER_REQUEST, MAX_ITEMS_PER_REQUEST } from '../dfinery/event.ts';
import { packEvents } from '../dfinery/pack-events.ts';
import { isUntried, type TriedBefore } from './fates.ts';
import type { Rise } from './follow-answer.ts';
import type { QueuedEvent } from './read-records.ts';

/**
 * Dfinery does not document its largest body. A full request of real orders has about 30 KB, so this limit matters only
 * if names are absurdly long. It is well under the 1 MB that gateways commonly accept.
 */
const MAX_REQUEST_BYTES = 512 * 1024;

/** An event that may be sent. */
export interface SendableEvent extends QueuedEvent, TriedBefore {
  /** Set if it is a further purchase of an order that was told before. */
  readonly rise?: Rise;
}

/** A request to send. All of it belongs to one identity of one connection. */
export interface PlannedRequest {
  readonly connection: string;
  readonly serviceId: string;
  readonly identity: Identity;
  readonly events: readonly PlannedEvent[];
}

export interface PlannedEvent extends SendableEvent {
  /** The event as JSON, encoded once. */
  readonly json: string;
  readonly items: number;
  readonly bytes: number;
  readonly time: string;
}

/**
 * Plans the requests of a batch: groups events by connection, service and identical identity, because a request carries
 * one identity only, then packs them. Events of different identities never share a request. What was tried least often
 * goes first: it tells best whether anything is accepted.
 */
export function planRequests(events: readonly SendableEvent[]): PlannedRequest[] {
  // What was never tried has a request of its own, because refusals of others do not hold it back.
  const groups = Map.groupBy(events, (event) => JSON.stringify([groupKey(event.message), isUntried(event)]));
  const requests = [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { connection, serviceId, identity } = first.message;
    const packed = packEvents([first, ...others].map(plan), {
      maxEvents: MAX_EVENTS_PER_REQUEST,
      maxItems: MAX_ITEMS_PER_REQUEST,
      maxBytes: MAX_REQUEST_BYTES,
    });
    return packed.map((some) => ({ connection, serviceId, identity, events: some }));
  });
  return requests.sort((a, b) => fewestTries(a) - fewestTries(b));
}

function fewestTries({ events }: PlannedRequest): number {
  return Math.min(...events.map(({ tries = 0 }) => tries));
}

/** Identities are compared field by field, whatever order their keys came in. */
function groupKey({ connection, serviceId, identity }: QueuedEvent['message']): string {
  const fields = Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([connection, serviceId, fields]);
}

function plan(queued: SendableEvent): PlannedEvent {
  const { event } = queued.message;
  const json = JSON.stringify(event);
  return {
    ...queued,
    json,
    items: itemsOf(event).length,
    bytes: Buffer.byteLength(json),
    time: event.event_datetime,
  };
}

/** Returns the body of a request to the Import API. */
export function toRequestBody({ identity, events }: Pick<PlannedRequest, 'identity' | 'events'>): string {
  const list = events.map(({ json }) => json).join(',');
  return `{"common":{"identity":${JSON.stringify(identity)}},"events":[${list}]}`;
}
