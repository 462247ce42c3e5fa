import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, sendJson } from '../http-body.ts';
import { type HttpHandler, startServer } from '../http-server.ts';
import { type CheckedRequest, checkRequest, type DfineryService } from './check-request.ts';
import {
  type AcceptedEvent,
  type AcceptedRequest,
  acceptedEvents,
  type DoubleState,
  store,
} from './double-state.ts';
import { envelope } from './envelope.ts';
import { INSPECTION_PREFIX, inspect } from './inspection.ts';
import { playStep } from './play-step.ts';
import { readScript, type StepInput } from './script.ts';

const EVENTS_PATH = '/api/v1/events';

export interface DfineryDoubleOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  /** Asked at every request. Where it rejects, the connection is broken off. */
  readonly findService: (serviceId: string) => Promise<DfineryService | undefined>;
  readonly onAccepted?: (request: AcceptedRequest) => void;
  /** Called with the code and the reasons; the answer does not tell the reasons. */
  readonly onRefused?: (code: string, reasons: readonly string[]) => void;
}

export interface DfineryDouble {
  /** What `DFINERY_BASE_URL` has to be. */
  readonly url: string;
  requests(): readonly AcceptedRequest[];
  events(): readonly AcceptedEvent[];
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
  const state: DoubleState = { requests: [], script: [] };
  const inspection: HttpHandler = (request, response) => inspect(state, { request, response });

  const server = await startServer(async (request, response) => {
    const { path, query } = targetOf(request);
    if (path.startsWith(INSPECTION_PREFIX)) return inspection(request, response);
    if (request.method !== 'POST' || path !== EVENTS_PATH) {
      sendJson(response, { status: 404, body: { message: `expected POST ${EVENTS_PATH}` } });
      return;
    }
    const serviceId = query.get('service_id') ?? '';
    await importEvents({ state, options, serviceId }, { request, response });
  }, options.port);

  return {
    url: server.url,
    requests: () => state.requests,
    events: () => acceptedEvents(state),
    play: (...steps) => {
      const reading = readScript(JSON.stringify(steps));
      if (!reading.valid) throw new TypeError(JSON.stringify(reading.issues));
      state.script.push(...reading.steps);
    },
    inspection,
    stop: () => server.stop(),
  };
}

interface Call {
  readonly state: DoubleState;
  readonly options: DfineryDoubleOptions;
  readonly serviceId: string;
}

async function importEvents(
  call: Call,
  exchange: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { request, response } = exchange;
  const body = (await readBody(request)) ?? Buffer.alloc(0);
  const step = call.state.script.shift();
  if (step !== undefined) await sleep(step.delayMs);

  if (step === undefined || 'pass' in step) {
    const checked = await take(call, request, body);
    sendJson(response, { body: envelope(checked.accepted ? '20000' : checked.code) });
    return;
  }
  if (step.stored) await take(call, request, body);
  playStep(step, exchange);
}

/** Checks a request and stores what it accepts. */
async function take(
  { state, options, serviceId }: Call,
  { headers }: IncomingMessage,
  body: Buffer,
): Promise<CheckedRequest> {
  const checked = checkRequest({ headers, body }, await options.findService(serviceId));
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
