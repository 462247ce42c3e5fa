import type { IncomingHttpHeaders } from 'node:http';
import type { AnsweredCall } from './answered-call.ts';
import type { Call, CallCounts, CallLimits } from './call-counts.ts';
import type { CustomerBody } from './check-customer-request.ts';
import type { AcceptedBody, DfineryService } from './check-request.ts';
import type { ExportSettings } from './export-settings.ts';
import type { Step } from './script.ts';

/** A request for events that the stand-in accepted. */
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

/** One event of an accepted request, with its service and identity. */
export interface AcceptedEvent {
  /** Number of the request that brought it; events of one request share it. */
  readonly request: number;
  readonly receivedAt: string;
  readonly serviceId: string;
  readonly identity: AcceptedRequest['identity'];
  readonly event: AcceptedRequest['events'][number];
}

/** An accepted request about one customer: the identity, or the profile. */
export interface AcceptedCustomerRequest {
  readonly call: 'identities' | 'identities/delete' | 'user-profile';
  readonly receivedAt: string;
  readonly serviceId: string;
  readonly identity: CustomerBody['identity'];
  /** Of a `user-profile` request. */
  readonly userProperties?: CustomerBody['user_properties'];
  readonly requestDatetime: string;
}

/** One accepted request of any call, for its place in the sequence. */
export interface AcceptedCall {
  readonly call: Call;
  readonly serviceId: string;
  readonly identity: AcceptedRequest['identity'];
}

/** Options of the stand-in. */
export interface DfineryDoubleOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Called with every request. If it rejects, the connection is closed without an answer. */
  readonly findService: (serviceId: string) => Promise<DfineryService | undefined>;
  /** Calls a minute. Default: the documented limits. */
  readonly limits?: CallLimits;
  /** Called with every accepted request for events. */
  readonly onAccepted?: (request: AcceptedRequest) => void;
  /** Called with the code and the reasons; the answer has only the code. */
  readonly onRefused?: (code: string, reasons: readonly string[]) => void;
  /** Called with every request of every call, after it was answered or broken. */
  readonly onCall?: (call: AnsweredCall) => void;
}

/** What the stand-in remembers, in order of arrival. */
export interface DoubleState {
  readonly requests: AcceptedRequest[];
  readonly customerRequests: AcceptedCustomerRequest[];
  /** All of both. */
  readonly calls: AcceptedCall[];
  readonly counts: CallCounts;
  /** Steps that no request has met yet. */
  readonly script: Step[];
  /** Played on every request for which the script has no step. */
  standing: Step | undefined;
  /** Names of events and properties that count as not registered, whatever else says that they are. */
  unregistered: readonly string[];
  /** How it exports and what it loses. */
  exporting: ExportSettings;
  /** Calls of the Export API that count against its limits. */
  readonly exportCalls: { readonly serviceId: string; readonly at: number; isDone: boolean }[];
}

/** Returns a service with what is registered there now, or `undefined` if there is none. */
export async function findKnown(
  { unregistered }: DoubleState,
  { findService }: DfineryDoubleOptions,
  serviceId: string,
): Promise<DfineryService | undefined> {
  const service = await findService(serviceId);
  return service && { ...service, unregistered };
}

/** Remembers an accepted request about a customer. */
export function storeCustomer(
  { customerRequests, calls }: DoubleState,
  { call, serviceId, body }: Pick<AcceptedCustomerRequest, 'call' | 'serviceId'> & { body: CustomerBody },
): void {
  const { identity, user_properties: userProperties, request_datetime: requestDatetime } = body;
  calls.push({ call, serviceId, identity });
  customerRequests.push({
    call,
    receivedAt: new Date().toISOString(),
    serviceId,
    identity,
    ...(userProperties !== undefined && { userProperties }),
    requestDatetime,
  });
}

/** Remembers an accepted request for events and returns the entry. */
export function store(
  { requests, calls }: DoubleState,
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
  calls.push({ call: 'events', serviceId: request.serviceId, identity: request.identity });
  return request;
}

/** Returns every accepted event in order of arrival. */
export function acceptedEvents({ requests }: DoubleState): AcceptedEvent[] {
  return requests.flatMap(({ events, request, receivedAt, serviceId, identity }) =>
    events.map((event) => ({ request, receivedAt, serviceId, identity, event })),
  );
}
