import type { IncomingHttpHeaders } from 'node:http';
import type { AcceptedBody } from './check-request.ts';
import type { Step } from './script.ts';

/** A request that the stand-in accepted. */
export interface AcceptedRequest {
  /** Counts from 1. */
  readonly request: number;
  readonly receivedAt: string;
  readonly serviceId: string;
  /** As received, without the access token. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly identity: AcceptedBody['common']['identity'];
  readonly events: AcceptedBody['events'];
}

/** One event of an accepted request, with what it was sent under. */
export interface AcceptedEvent {
  /** Number of the request that brought it; events of one request share it. */
  readonly request: number;
  readonly receivedAt: string;
  readonly serviceId: string;
  readonly identity: AcceptedRequest['identity'];
  readonly event: AcceptedRequest['events'][number];
}

/** What the stand-in remembers, in the order it came. */
export interface DoubleState {
  readonly requests: AcceptedRequest[];
  /** Steps that no request has met yet. */
  readonly script: Step[];
}

/** Remembers an accepted request and returns what is remembered of it. */
export function store(
  { requests }: DoubleState,
  accepted: { serviceId: string; headers: IncomingHttpHeaders; body: AcceptedBody },
): AcceptedRequest {
  const { access_token: _, ...headers } = accepted.headers;
  const request: AcceptedRequest = {
    request: requests.length + 1,
    receivedAt: new Date().toISOString(),
    serviceId: accepted.serviceId,
    headers,
    identity: accepted.body.common.identity,
    events: accepted.body.events,
  };
  requests.push(request);
  return request;
}

/** Returns every accepted event in the order it came. */
export function acceptedEvents({ requests }: DoubleState): AcceptedEvent[] {
  return requests.flatMap(({ events, request, receivedAt, serviceId, identity }) =>
    events.map((event) => ({ request, receivedAt, serviceId, identity, event })),
  );
}
