import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, sendJson } from '../http-body.ts';
import { type HttpHandler, startServer } from '../http-server.ts';
import { CALLS, type Call, type CallLimits, createCallCounts } from './call-counts.ts';
import { checkCustomerRequest } from './check-customer-request.ts';
import { checkRequest, type DfineryService, type RefusedRequest } from './check-request.ts';
import {
  type AcceptedCall,
  type AcceptedCustomerRequest,
  type AcceptedEvent,
  type AcceptedRequest,
  acceptedEvents,
  type DoubleState,
  store,
  storeCustomer,
} from './double-state.ts';
import { envelope } from './envelope.ts';
import { INSPECTION_PREFIX, inspect } from './inspection.ts';
import { playStep } from './play-step.ts';
import { readScript, type Step, type StepInput } from './script.ts';

const PATH_PREFIX = '/api/v1/';

export interface DfineryDoubleOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  /** Asked at every request. Where it rejects, the connection is broken off. */
  readonly findService: (serviceId: string) => Promise<DfineryService | undefined>;
  /** Calls a minute; what is left out has the documented limit. */
  readonly limits?: CallLimits;
  /** Called with every accepted request for events. */
  readonly onAccepted?: (request: AcceptedRequest) => void;
  /** Called with the code and the reasons; the answer does not tell the reasons. */
  readonly onRefused?: (code: string, reasons: readonly string[]) => void;
}

export interface DfineryDouble {
  /** What `DFINERY_BASE_URL` has to be. */
  readonly url: string;
  requests(): readonly AcceptedRequest[];
  events(): readonly AcceptedEvent[];
  /** Accepted requests about customers, in order. */
  customerRequests(): readonly AcceptedCustomerRequest[];
  /** Accepted requests of every call, in order. */
  calls(): readonly AcceptedCall[];
  /** The most requests of a call that one service got within any 60 seconds, refused ones included. */
  busiest(call: Call): number;
  /** Adds steps to be played on the next requests, one each. @throws {TypeError} one of them is no step. */
  play(...steps: readonly StepInput[]): void;
  /** Serves the paths below `/__double/`, for another server to offer them too. */
  readonly inspection: HttpHandler;
  stop(): Promise<void>;
}

/**
 * Starts a stand-in for the Import API that keeps to its documented contract, answers HTTP 200 to refusals as well, and
 * fails on demand. What it accepted and what is to fail next is seen and set below `/__double/` (`inspection.ts`).
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */
export async function startDfineryDouble(options: DfineryDoubleOptions): Promise<DfineryDouble> {
  const counts = createCallCounts(options.limits);
  const state: DoubleState = { requests: [], customerRequests: [], calls: [], counts, script: [] };
  const inspection: HttpHandler = (request, response) => inspect(state, { request, response });

  const server = await startServer(async (request, response) => {
    const { path, query } = targetOf(request);
    if (path.startsWith(INSPECTION_PREFIX)) return inspection(request, response);
    const call = CALLS.find((known) => path === PATH_PREFIX + known);
    if (request.method !== 'POST' || call === undefined) {
      const message = `expected POST ${PATH_PREFIX}${CALLS.join(' | ')}`;
      sendJson(response, { status: 404, body: { message } });
      return;
    }
    const serviceId = query.get('service_id') ?? '';
    await answerCall({ state, options, serviceId, call }, { request, response });
  }, options.port);

  return {
    url: server.url,
    requests: () => state.requests,
    events: () => acceptedEvents(state),
    customerRequests: () => state.customerRequests,
    calls: () => state.calls,
    busiest: (call) => counts.busiest(call),
    play: (...steps) => {
      const reading = readScript(JSON.stringify(steps));
      if (!reading.valid) throw new TypeError(JSON.stringify(reading.issues));
      state.script.push(...reading.steps);
    },
    inspection,
    stop: () => server.stop(),
  };
}

interface Target {
  readonly state: DoubleState;
  readonly options: DfineryDoubleOptions;
  readonly serviceId: string;
  readonly call: Call;
}

async function answerCall(
  target: Target,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  const body = (await readBody(request)) ?? Buffer.alloc(0);
  const now = Date.now();
  const resetAt = target.state.counts.count(target.call, target.serviceId, now);
  if (resetAt !== undefined) {
    playStep(
      { ...QUOTA_USED_UP, rateLimit: { ...QUOTA_USED_UP.rateLimit, resetInMs: resetAt - now } },
      exchange,
    );
    return;
  }
  const step = takeStep(target);
  if (step !== undefined) await sleep(step.delayMs);

  if (step === undefined || 'pass' in step) {
    const checked = await take(target, request, body);
    sendJson(response, { body: envelope(checked.accepted ? '20000' : checked.code) });
    return;
  }
  if (step.stored) await take(target, request, body);
  playStep(step, exchange);
}

/** As the rate-limit page's example answers. */
const QUOTA_USED_UP = {
  delayMs: 0,
  stored: false,
  rateLimit: { as: 'http', headers: 'x-ratelimit', unit: 'ms', resetInMs: 0 },
} as const;

/** Takes the next step that is meant for this call. */
function takeStep({ state: { script }, call }: Target): Step | undefined {
  const index = script.findIndex((step) => step.call === undefined || step.call === call);
  return index === -1 ? undefined : script.splice(index, 1)[0];
}

/** Checks a request and stores what it accepts. */
async function take(
  { state, options, serviceId, call }: Target,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<{ readonly accepted: true } | RefusedRequest> {
  const service = await options.findService(serviceId);
  if (call !== 'events') {
    const checked = checkCustomerRequest(call, { headers, body }, service);
    if (checked.accepted) storeCustomer(state, { call, serviceId, body: checked.body });
    else options.onRefused?.(checked.code, checked.reasons);
    return checked;
  }
  const checked = checkRequest({ headers, body }, service);
  if (checked.accepted) {
    // Stored first: an argument of a call that is not made is not evaluated.
    const accepted = store(state, { serviceId, headers, body: checked.body });
    options.onAccepted?.(accepted);
  } else {
    options.onRefused?.(checked.code, checked.reasons);
  }
  return checked;
}

function targetOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2);
  return { path, query: new URLSearchParams(query) };
}
