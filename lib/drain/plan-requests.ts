import { type Identity, MAX_EVENTS_PER_REQUEST, MAX_ITEMS_PER_REQUEST } from '../dfinery/event.ts';
import { packEvents } from '../dfinery/pack-events.ts';
import type { QueuedEvent } from './read-records.ts';

/**
 * The largest body Dfinery takes is not documented. A full request of real orders has about 30 KB, so this bound only
 * binds where names are absurdly long, well under the 1 MB that gateways commonly take.
 */
const MAX_REQUEST_BYTES = 512 * 1024;

/** All requests of one connection to one service, those received least often first. */
export interface PlannedDelivery {
  readonly connection: string;
  readonly serviceId: string;
  readonly requests: readonly PlannedRequest[];
}

/** One request to come: everything in it belongs to one identity of one connection. */
export interface PlannedRequest {
  readonly connection: string;
  readonly serviceId: string;
  readonly identity: Identity;
  readonly events: readonly PlannedEvent[];
}

export interface PlannedEvent extends QueuedEvent {
  /** The event as JSON, written once. */
  readonly json: string;
  readonly items: number;
  readonly bytes: number;
  readonly time: string;
}

/**
 * Plans the requests of a batch: grouped by connection, service and identical identity, because a request carries one
 * identity only; then packed. No event ever shares a request with another identity's.
 */
export function planRequests(events: readonly QueuedEvent[]): PlannedRequest[] {
  const groups = Map.groupBy(events, ({ message }) => groupKey(message));
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { connection, serviceId, identity } = first.message;
    const requests = packEvents([first, ...others].map(plan), {
      maxEvents: MAX_EVENTS_PER_REQUEST,
      maxItems: MAX_ITEMS_PER_REQUEST,
      maxBytes: MAX_REQUEST_BYTES,
    });
    return requests.map((packed) => ({ connection, serviceId, identity, events: packed }));
  });
}

/**
 * Plans what each connection is to send. What was received least often goes first: a fresh order says most quickly
 * whether Dfinery takes anything at all.
 */
export function planDeliveries(events: readonly QueuedEvent[]): PlannedDelivery[] {
  const deliveries = Map.groupBy(planRequests(events), ({ connection, serviceId }) =>
    JSON.stringify([connection, serviceId]),
  );
  return [...deliveries.values()].flatMap((requests) => {
    const [first] = requests;
    if (first === undefined) return [];
    const { connection, serviceId } = first;
    return {
      connection,
      serviceId,
      requests: requests.sort((a, b) => fewestReceives(a) - fewestReceives(b)),
    };
  });
}

function fewestReceives({ events }: PlannedRequest): number {
  return Math.min(
    ...events.flatMap(({ records }) =>
      records.map(({ attributes }) => Number(attributes.ApproximateReceiveCount)),
    ),
  );
}

/** Identities are compared field by field, whatever order their keys came in. */
function groupKey({ connection, serviceId, identity }: QueuedEvent['message']): string {
  const fields = Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([connection, serviceId, fields]);
}

function plan(queued: QueuedEvent): PlannedEvent {
  const { event } = queued.message;
  const json = JSON.stringify(event);
  return {
    ...queued,
    json,
    items: event.event_items.length,
    bytes: Buffer.byteLength(json),
    time: event.event_datetime,
  };
}

/** Returns the body of a request to the Import API. */
export function toRequestBody({ identity, events }: Pick<PlannedRequest, 'identity' | 'events'>): string {
  const list = events.map(({ json }) => json).join(',');
  return `{"common":{"identity":${JSON.stringify(identity)}},"events":[${list}]}`;
}
