import { isDeepStrictEqual } from 'node:util';
import type { Connections } from '../../infra/local/connections-file.ts';
import {
  type CallCounts,
  type CallLimits,
  createCallCounts,
} from '../../infra/local/dfinery-double/call-counts.ts';
import {
  type CustomerBody,
  checkCustomerRequest,
} from '../../infra/local/dfinery-double/check-customer-request.ts';
import { type AcceptedBody, checkRequest } from '../../infra/local/dfinery-double/check-request.ts';
import { registeredService } from '../../infra/local/dfinery-double/registered-service.ts';
import type { DfineryCall, DfineryRequest } from '../../lib/dfinery/client.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import type { Random } from './random.ts';
import { pick } from './random.ts';

/** What the service holds of one event. */
export interface StoredEvent {
  readonly orderId: string;
  readonly identity: string;
  readonly name: string;
  readonly properties: AcceptedBody['events'][number]['event_properties'];
  /** When it came first, in milliseconds since 1970. */
  readonly at: number;
  times: number;
  /** What came under this id: the properties, and others that came later. */
  readonly versions: unknown[];
}

/** How one request fails. `lost`: the answer is, whatever became of the request. */
export type DfineryFault =
  | { readonly kind: 'readable'; readonly answer: HttpAnswer }
  | {
      readonly kind: 'lost';
      readonly stored: boolean;
      readonly answer: HttpAnswer;
      readonly afterMs: number;
    };

/** A profile as the calls left it, the later over the earlier. */
export interface CustomerRecord {
  readonly identity: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface AcceptedCall {
  readonly call: DfineryCall;
  readonly customer: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

export interface DfineryModel {
  /** By service and `event_log_id`. */
  readonly stored: ReadonlyMap<string, StoredEvent>;
  readonly requests: () => number;
  /** What the service holds of each customer, by service and `external_id`. */
  readonly customers: ReadonlyMap<string, CustomerRecord>;
  /** Every accepted call in order. */
  readonly calls: readonly AcceptedCall[];
  readonly counts: CallCounts;
  post(call: DfineryCall, request: DfineryRequest, fault: DfineryFault | undefined): HttpAnswer;
}

/** Returns the Import API without a network: the checks of the stand-in, and every event counted. */
export function createDfineryModel(
  connections: Connections,
  { now, limits = {} }: { readonly now: () => number; readonly limits?: CallLimits },
): DfineryModel {
  const stored = new Map<string, StoredEvent>();
  const customers = new Map<string, CustomerRecord>();
  const calls: AcceptedCall[] = [];
  const counts = createCallCounts(limits);
  let requests = 0;

  function store(serviceId: string, { common, events }: AcceptedBody): void {
    for (const { event_log_id, event_name: name, event_properties: properties } of events) {
      const id = `${serviceId}/${event_log_id}`;
      const known = stored.get(id);
      if (known === undefined) {
        const orderId = String(properties?.['df_order_id']);
        const identity = JSON.stringify(common.identity);
        stored.set(id, { orderId, identity, name, properties, at: now(), times: 1, versions: [properties] });
      } else {
        known.times += 1;
        if (!known.versions.some((version) => isDeepStrictEqual(version, properties)))
          known.versions.push(properties);
      }
    }
  }

  function storeCustomer(serviceId: string, { identity, user_properties: properties }: CustomerBody): void {
    const id = `${serviceId}/${String(identity.external_id)}`;
    const known = customers.get(id);
    customers.set(id, {
      identity: { ...known?.identity, ...identity },
      properties: { ...known?.properties, ...properties },
    });
  }

  /** Returns what an accepted request does, or the code that it is refused with. */
  function check(
    call: DfineryCall,
    { serviceId, accessToken, body }: DfineryRequest,
  ): string | { readonly customer: string; readonly store: () => void } {
    const service = registeredService(connections, serviceId);
    const headers = { access_token: accessToken, 'content-type': 'application/json' };
    const request = { headers, body: Buffer.from(body) };
    if (call === 'events') {
      const checked = checkRequest(request, service);
      if (!checked.accepted) return checked.code;
      const { external_id: customer } = checked.body.common.identity;
      return {
        customer: String(customer),
        store: () => {
          store(serviceId, checked.body);
        },
      };
    }
    const checked = checkCustomerRequest(call, request, service);
    if (!checked.accepted) return checked.code;
    return {
      customer: String(checked.body.identity.external_id),
      store: () => {
        storeCustomer(serviceId, checked.body);
      },
    };
  }

  return {
    stored,
    customers,
    calls,
    counts,
    requests: () => requests,
    post(call, request, fault) {
      requests += 1;
      const resetAt = counts.count(call, request.serviceId, now());
      if (resetAt !== undefined)
        return { ...failed('40401'), headers: { 'x-ratelimit-reset': String(resetAt) } };
      const checked = check(call, request);
      if (typeof checked === 'string') return failed(checked);
      if (fault?.kind === 'readable') return fault.answer;
      if (fault === undefined || fault.stored) {
        checked.store();
        calls.push({ call, customer: checked.customer, at: now() });
      }
      return fault?.answer ?? answer(200, { status: true, code: '20000', message: 'OK' });
    },
  };
}

function answer(status: number, body: unknown): Extract<HttpAnswer, { kind: 'answered' }> {
  return {
    kind: 'answered',
    status,
    headers: {},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const failed = (code: string): Extract<HttpAnswer, { kind: 'answered' }> =>
  answer(200, { status: false, code, message: `CODE_${code}` });

/** Every documented code and every HTTP status that says that nothing was stored. */
const readable: readonly [HttpAnswer, ...HttpAnswer[]] = [
  failed('40000'),
  failed('40001'),
  failed('40101'),
  failed('40201'),
  failed('40401'),
  failed('40402'),
  answer(400, ''),
  answer(401, ''),
  answer(403, ''),
  answer(413, ''),
  answer(422, ''),
  answer(429, ''),
];

/** What says nothing about whether the events were stored. */
const lost: readonly [HttpAnswer, ...HttpAnswer[]] = [
  failed('50000'),
  failed('50101'),
  failed('77777'),
  answer(408, ''),
  answer(500, ''),
  answer(502, '<html>'),
  answer(503, ''),
  answer(504, ''),
  answer(307, ''),
  answer(200, 'OK'),
  answer(200, ''),
  answer(200, '<html>Service temporarily unavailable</html>'),
  { kind: 'unanswered', reason: 'timeout' },
  { kind: 'unanswered', reason: 'connect-timeout' },
  { kind: 'unanswered', reason: 'connection-failed' },
  { kind: 'unanswered', reason: 'answer-too-long' },
];

/** Returns any of the ways to fail. */
export function pickDfineryFault(random: Random): DfineryFault {
  if (random() < 0.5) return { kind: 'readable', answer: pick(random, readable) };
  const chosen = pick(random, lost);
  const isTimeout = chosen.kind === 'unanswered' && chosen.reason === 'timeout';
  const stored = random() < 0.5 && !(chosen.kind === 'unanswered' && chosen.reason === 'connect-timeout');
  return { kind: 'lost', stored, answer: chosen, afterMs: isTimeout ? 10_000 : 50 };
}
