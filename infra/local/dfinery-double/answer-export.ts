import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { readBody, sendJson } from '../http-body.ts';
import type { DfineryDoubleOptions, DoubleState } from './double-state.ts';
import { keptEvents } from './kept-events.ts';
import { toCsv } from './to-csv.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_CALLS_AN_HOUR = 100;
const MAX_AT_ONCE = 5;
const MAX_DAYS = 30;

const Day = v.pipe(v.string(), v.isoDate());
const Condition = v.picklist(['all', 'include', 'exclude']);
const QuestionSchema = v.strictObject({
  events: v.optional(v.array(v.string()), []),
  events_condition_type: Condition,
  properties: v.optional(v.array(v.string())),
  properties_condition_type: v.optional(Condition),
  from_date: Day,
  to_date: Day,
});

/**
 * Answers a call of the Export API by its documented contract. Days are those of the arrival in UTC.
 * @see https://docs.dfinery.ai/api-guide/en/api/export-api/export/post (read 2026-11-29)
 * @see https://docs.dfinery.ai/api-guide/en/api/export-api/response (read 2026-11-29)
 */
export async function answerExport(
  { state, options, serviceId }: { state: DoubleState; options: DfineryDoubleOptions; serviceId: string },
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const now = Date.now();
  const fail = (status: number, message: string) => {
    sendJson(response, { status, body: { result: 'fail', message } });
  };
  const calls = state.exportCalls.filter((call) => call.serviceId === serviceId && now - call.at < HOUR_MS);
  const underWay = calls.filter((call) => !call.isDone).length;
  if (calls.length >= MAX_CALLS_AN_HOUR || underWay >= MAX_AT_ONCE) {
    fail(429, 'too_many_api_requests');
    return;
  }
  const call = { serviceId, at: now, isDone: false };
  state.exportCalls.push(call);
  response.once('close', () => {
    call.isDone = true;
  });

  const body = (await readBody(request))?.toString() ?? '';
  const service = await options.findService(serviceId);
  const { exportToken } = service ?? {};
  if (service === undefined || exportToken === undefined) {
    fail(401, 'unauthorized_token');
    return;
  }
  if (request.headers.authorization !== `Bearer ${exportToken}`) {
    fail(401, 'unauthorized_token');
    return;
  }
  const reading = v.safeParse(v.pipe(v.string(), v.parseJson(), QuestionSchema), body);
  if (!reading.success) {
    fail(400, 'invalid_parameter');
    return;
  }
  const { from_date: from, to_date: to, events, events_condition_type: condition } = reading.output;
  if (from > to) {
    fail(400, 'invalid_parameter');
    return;
  }
  if (now - Date.parse(from) > (MAX_DAYS + 1) * DAY_MS) {
    fail(400, 'exceed_date_range_limit');
    return;
  }

  const fault = state.exporting.faults.shift();
  if (fault === 'throttled') {
    fail(429, 'too_many_api_requests');
    return;
  }
  if (fault === 'query-error') {
    fail(500, 'query_error');
    return;
  }
  if (fault === 'fail') {
    fail(200, 'client_connection_closed');
    return;
  }
  const isWanted = (name: string): boolean =>
    condition === 'all' || events.includes(name) === (condition === 'include');
  const kept = keptEvents(state, serviceId).filter(({ event, receivedAt }) => {
    const day = receivedAt.slice(0, 10);
    return isWanted(event.event_name) && day >= from && day <= to;
  });
  const lines = toCsv(kept, service, state.exporting);
  response.writeHead(200, { 'content-type': 'text/csv' });
  const text = lines.map((line) => `${line}\n`).join('');
  if (fault === 'cut') {
    response.write(text.slice(0, text.length / 2), () => response.destroy());
    return;
  }
  response.end(text);
}
