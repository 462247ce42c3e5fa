import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readBody, sendJson } from '../http-body.ts';
import { CALLS } from './call-counts.ts';
import { acceptedEvents, type DoubleState } from './double-state.ts';
import { ExportSettingsSchema } from './export-settings.ts';
import { readScript, readStandingStep } from './script.ts';

/** Everything below this path is for people and tests; the Import API has nothing like it. */
export const INSPECTION_PREFIX = '/__double/';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

type Route = (state: DoubleState, body: string) => Answer;

/**
 * | request | answer |
 * |---|---|
 * | `GET /__double/events` | all accepted events in order: `[{request, receivedAt, serviceId, identity, event}]` |
 * | `GET /__double/requests` | all accepted requests: `[{request, receivedAt, serviceId, headers, identity, events}]` |
 * | `GET /__double/customers` | all accepted requests about customers: `[{call, receivedAt, serviceId, identity, userProperties, requestDatetime}]` |
 * | `GET /__double/calls` | all accepted requests in order: `[{call, serviceId, identity}]` |
 * | `GET /__double/rates` | the most requests of each call that one service got within any 60 s: `{events, identities, identities/delete, user-profile}` |
 * | `DELETE /__double/events` | forgets all of these except the rates; numbering starts anew |
 * | `POST /__double/script` | adds steps (see `script.ts`), each played on one of the next requests: `{pending}` |
 * | `POST /__double/export` | sets how it exports, and what it loses in silence (see `export-settings.ts`) |
 * | `GET /__double/export` | these settings |
 * | `GET /__double/script` | the steps still to be played |
 * | `DELETE /__double/script` | forgets them |
 * | `POST /__double/standing` | sets the one step that is played on every request for which the script has none |
 * | `GET /__double/standing` | that step, or null |
 * | `DELETE /__double/standing` | forgets it |
 * | `POST /__double/unregistered` | sets the events and properties that count as not registered: a JSON list of names |
 * | `GET /__double/unregistered` | these names |
 * | `DELETE /__double/unregistered` | forgets them |
 */
const routes: Readonly<Record<string, Route>> = {
  'GET /__double/events': (state) => ({ body: acceptedEvents(state) }),
  'GET /__double/requests': ({ requests }) => ({ body: requests }),
  'GET /__double/customers': ({ customerRequests }) => ({ body: customerRequests }),
  'GET /__double/calls': ({ calls }) => ({ body: calls }),
  'GET /__double/rates': ({ counts }) => ({
    body: Object.fromEntries(CALLS.map((call) => [call, counts.busiest(call)])),
  }),
  'DELETE /__double/events': ({ requests, customerRequests, calls }) => {
    for (const list of [requests, customerRequests, calls]) list.length = 0;
    return { body: [] };
  },
  'POST /__double/script': ({ script }, body) => {
    const reading = readScript(body);
    if (!reading.valid) {
      return { status: 400, body: { message: 'expected a JSON list of steps', issues: reading.issues } };
    }
    script.push(...reading.steps);
    return { body: { pending: script.length } };
  },
  'POST /__double/export': (state, body) => {
    const reading = v.safeParse(v.pipe(v.string(), v.parseJson(), ExportSettingsSchema), body);
    if (!reading.success) return { status: 400, body: { message: 'expected settings of the export' } };
    state.exporting = reading.output;
    return { body: reading.output };
  },
  'GET /__double/export': ({ exporting }) => ({ body: exporting }),
  'GET /__double/script': ({ script }) => ({ body: script }),
  'DELETE /__double/script': ({ script }) => {
    script.length = 0;
    return { body: { pending: 0 } };
  },
  'POST /__double/standing': (state, body) => {
    const reading = readStandingStep(body);
    if (!reading.valid) {
      return { status: 400, body: { message: 'expected a step', issues: reading.issues } };
    }
    state.standing = reading.step;
    return { body: state.standing ?? null };
  },
  'GET /__double/standing': ({ standing }) => ({ body: standing ?? null }),
  'DELETE /__double/standing': (state) => {
    state.standing = undefined;
    return { body: null };
  },
  'POST /__double/unregistered': (state, body) => {
    const reading = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(v.string())), body);
    if (!reading.success) return { status: 400, body: { message: 'expected a JSON list of names' } };
    state.unregistered = reading.output;
    return { body: state.unregistered };
  },
  'GET /__double/unregistered': ({ unregistered }) => ({ body: unregistered }),
  'DELETE /__double/unregistered': (state) => {
    state.unregistered = [];
    return { body: [] };
  },
};

/** Answers a request below `/__double/`. JSON is indented, because mostly people read it, with curl. */
export async function inspect(
  state: DoubleState,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const body = (await readBody(request))?.toString() ?? '';
  const [path] = (request.url ?? '').split('?');
  const route = routes[`${request.method ?? ''} ${path ?? ''}`];
  const answer = route?.(state, body) ?? {
    status: 404,
    body: { message: 'expected', routes: Object.keys(routes) },
  };
  sendJson(response, { ...answer, indent: 2 });
}
