import type { IncomingMessage } from 'node:http';
import { sendJson } from '../http-body.ts';
import type { HttpHandler } from '../http-server.ts';
import { startStandIn } from '../start-stand-in.ts';
import { answerCall } from './answer-call.ts';
import { answerExport } from './answer-export.ts';
import { CALLS, type Call, createCallCounts } from './call-counts.ts';
import { type CheckedBody, checkBody } from './check-body.ts';
import {
  type AcceptedCall,
  type AcceptedCustomerRequest,
  type AcceptedEvent,
  type AcceptedRequest,
  acceptedEvents,
  type DfineryDoubleOptions,
  type DoubleState,
  findKnown,
} from './double-state.ts';
import { type ExportSettingsInput, toExportSettings } from './export-settings.ts';
import { INSPECTION_PREFIX, inspect } from './inspection.ts';
import { keptEvents } from './kept-events.ts';
import { readScript, readStandingStep, type Step, type StepInput } from './script.ts';

const PATH_PREFIX = '/api/v1/';
const EXPORT_PATH = `${PATH_PREFIX}export/event`;

export interface DfineryDouble {
  /** The value for `DFINERY_BASE_URL`. */
  readonly url: string;
  requests(): readonly AcceptedRequest[];
  events(): readonly AcceptedEvent[];
  /** The accepted events of a service that it still has: neither lost in silence nor of a deleted customer. */
  kept(serviceId: string): readonly AcceptedEvent[];
  /** Accepted requests about customers, in order. */
  customerRequests(): readonly AcceptedCustomerRequest[];
  /** Accepted requests of every call, in order. */
  calls(): readonly AcceptedCall[];
  /** The most requests of a call that one service got within any 60 seconds, refused ones included. */
  busiest(call: Call): number;
  /** Adds steps to be played on the next requests, one each. @throws {TypeError} one of them is not a step. */
  play(...steps: readonly StepInput[]): void;
  /** Sets the step that is played on every request for which the script has none. @throws {TypeError} it is not a step. */
  always(step: StepInput | undefined): void;
  standing(): Step | undefined;
  /** Sets the names of events and properties that count as not registered, standard ones too. */
  unregister(names: readonly string[]): void;
  unregistered(): readonly string[];
  /**
   * Returns the code and the reasons of the answer to a body of this call, with the token of the service. Neither stores it nor
   * looks at script, standing step and quota.
   */
  check(serviceId: string, body: unknown, call?: Call): Promise<CheckedBody>;
  /** Sets how it exports, and what it accepts and loses in silence. What is left out gets its default. */
  exportAs(settings: ExportSettingsInput): void;
  /** Serves the paths below `/__double/`, so another server can offer them too. */
  readonly inspection: HttpHandler;
  stop(): Promise<void>;
}

/**
 * Starts a stand-in for the Import API that keeps to its documented contract, answers HTTP 200 to refusals as well, and
 * fails on demand. Paths below `/__double/` show what it accepted and set what fails next (`inspection.ts`).
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */
export async function startDfineryDouble(options: DfineryDoubleOptions): Promise<DfineryDouble> {
  const counts = createCallCounts(options.limits);
  const state: DoubleState = {
    requests: [],
    customerRequests: [],
    calls: [],
    counts,
    script: [],
    standing: undefined,
    unregistered: [],
    exporting: toExportSettings({}),
    exportCalls: [],
  };
  const inspection: HttpHandler = (request, response) => inspect(state, { request, response });

  const server = await startStandIn(async (request, response) => {
    const { path, query } = targetOf(request);
    if (path.startsWith(INSPECTION_PREFIX)) return inspection(request, response);
    if (request.method === 'POST' && path === EXPORT_PATH) {
      await answerExport({ state, options, serviceId: query.get('service_id') ?? '' }, { request, response });
      return;
    }
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
    kept: (serviceId) => keptEvents(state, serviceId),
    customerRequests: () => state.customerRequests,
    calls: () => state.calls,
    busiest: (call) => counts.busiest(call),
    play: (...steps) => {
      const reading = readScript(JSON.stringify(steps));
      if (!reading.valid) throw new TypeError(JSON.stringify(reading.issues));
      state.script.push(...reading.steps);
    },
    always: (step) => {
      const reading = readStandingStep(JSON.stringify(step ?? null));
      if (!reading.valid) throw new TypeError(JSON.stringify(reading.issues));
      state.standing = reading.step;
    },
    standing: () => state.standing,
    unregistered: () => state.unregistered,
    unregister: (names) => {
      state.unregistered = [...names];
    },
    check: async (serviceId, body, call = 'events') =>
      checkBody({ call, body }, await findKnown(state, options, serviceId)),
    exportAs: (settings) => {
      state.exporting = toExportSettings(settings);
    },
    inspection,
    stop: () => server.stop(),
  };
}

function targetOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2);
  return { path, query: new URLSearchParams(query) };
}
