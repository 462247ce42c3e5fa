import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { toIssues } from '../../../lib/model/issues.ts';
import { contentSchema, type RegisteredNames } from './taxonomy.ts';

const MAX_EVENTS = 100;
const MAX_ITEMS = 100;

/** UUID of any version: `xxxxxxxx-xxxx-Mxxx-Nxxx-xxxxxxxxxxxx`, M the version and N the variant. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
/** `yyyy-MM-dd'T'HH:mm:ss(.SSS)Z`: UTC with a literal Z, no offset, no more than milliseconds. */
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;

const Identifier = v.optional(v.pipe(v.string(), v.nonEmpty()));

export const IdentitySchema = v.pipe(
  v.strictObject({
    external_id: Identifier,
    phone_no: Identifier,
    email: Identifier,
    kakao_user_id: Identifier,
    line_user_id: Identifier,
  }),
  v.check((identity) => Object.keys(identity).length > 0, 'needs at least one identifier'),
);

/** The schema library's own object accepts a list as well. */
export const Fields = v.custom<Readonly<Record<string, unknown>>>(
  (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
  'expected an object',
);

export const Datetime = v.pipe(
  v.string(),
  v.regex(DATETIME, "expected yyyy-MM-dd'T'HH:mm:ss(.SSS)Z"),
  v.check(isOnCalendar, 'there is no such day or time'),
);

const EventSchema = v.strictObject({
  event_log_id: v.pipe(v.string(), v.regex(UUID, 'expected a UUID')),
  event_name: v.string(),
  event_datetime: Datetime,
  event_items: v.nullish(v.array(Fields)),
  event_properties: v.nullish(Fields),
});

/** Not documented: whether an empty list is an error. It is refused here, because nobody sends one on purpose. */
const BodySchema = v.strictObject({
  common: v.strictObject({ identity: IdentitySchema }),
  events: v.pipe(v.array(EventSchema), v.nonEmpty('needs at least one event')),
});

/** A body as it was sent, order of keys included. */
export type AcceptedBody = v.InferInput<typeof BodySchema>;

/** A service as the stand-in knows it. */
export interface DfineryService extends RegisteredNames {
  readonly accessToken: string;
  /** Of its Export API; absent if none was issued. */
  readonly exportToken?: string | undefined;
}

/** A request of the Import API. */
export interface ImportRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** `reasons` name paths and what was expected there, never a value. The Import API itself does not send them. */
export interface RefusedRequest {
  readonly accepted: false;
  readonly code: string;
  readonly reasons: readonly string[];
}

export type CheckedRequest = { readonly accepted: true; readonly body: AcceptedBody } | RefusedRequest;

/**
 * Checks what every request needs, whatever it calls. `service` is the one that `service_id` names, if it exists.
 */
export function checkCaller(
  request: ImportRequest,
  service: DfineryService | undefined,
): RefusedRequest | { readonly accepted: true; readonly json: unknown; readonly service: DfineryService } {
  if (service === undefined) return refuse('40101', 'service_id: not a known service');
  if (request.headers['access_token'] !== service.accessToken) {
    return refuse('40201', 'access_token: not the token of this service');
  }
  if (!isJsonType(request.headers['content-type'])) return refuse('40000', 'content-type: expected JSON');
  const json = parse(request.body);
  return json === undefined ? refuse('40000', 'body: expected JSON') : { accepted: true, json, service };
}

/**
 * Checks a request for events against the documented contract of the Import API. If
 * documents disagree, the stricter one counts: 100 items are the limit of a request, not
 * of an event. It shares nothing with `lib/dfinery/event.ts` on purpose, so a mistake there is found here.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/event-api/post (read 2026-11-23)
 */
export function checkRequest(request: ImportRequest, known: DfineryService | undefined): CheckedRequest {
  const caller = checkCaller(request, known);
  if (!caller.accepted) return caller;
  const { json, service } = caller;
  const excess = findExcess(json);
  if (excess !== undefined) return refuse('40402', excess);

  if (!v.is(BodySchema, json)) {
    return refuse('40001', ...toReasons(v.safeParse(BodySchema, json).issues ?? [], ''));
  }
  const reasons = json.events.flatMap((event, index) => checkContent(event, { index, service }));
  return reasons.length > 0 ? refuse('40001', ...reasons) : { accepted: true, body: json };
}

function checkContent(
  event: AcceptedBody['events'][number],
  { index, service }: { index: number; service: DfineryService },
): string[] {
  const path = `events.${index}.`;
  const schema = contentSchema(event.event_name, service);
  if (schema === undefined) return [`${path}event_name: not registered`];
  const content = v.safeParse(schema, event);
  return content.success ? [] : toContentReasons(content.issues, path);
}

/** Counted before the rest is checked, whatever the events hold. */
function findExcess(json: unknown): string | undefined {
  const { output, success } = v.safeParse(CountableSchema, json);
  if (!success) return undefined;
  const items = output.events.reduce((sum, { event_items }) => sum + (event_items?.length ?? 0), 0);
  if (output.events.length > MAX_EVENTS) return `events: ${output.events.length}, at most ${MAX_EVENTS}`;
  return items > MAX_ITEMS ? `event_items: ${items} in this request, at most ${MAX_ITEMS}` : undefined;
}

const CountableSchema = v.object({
  events: v.array(v.object({ event_items: v.fallback(v.nullish(v.array(v.unknown())), undefined) })),
});

/** Returns a refusal. */
export function refuse(code: string, ...reasons: string[]): RefusedRequest {
  return { accepted: false, code, reasons };
}

/** Returns the issues as paths and what was expected there. */
export function toReasons(issues: readonly v.BaseIssue<unknown>[], prefix: string): string[] {
  return toIssues(issues, { namesFields: true }).map(({ path, message }) => `${prefix}${path}: ${message}`);
}

/** Like `toReasons`, of properties: one that is unknown is not registered. */
export function toContentReasons(issues: readonly v.BaseIssue<unknown>[], prefix: string): string[] {
  return issues.flatMap((issue) =>
    issue.expected === 'never'
      ? toIssues([issue], { namesFields: true }).map(({ path }) => `${prefix}${path}: not registered`)
      : toReasons([issue], prefix),
  );
}

function isJsonType(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

/** A date that does not exist rolls over when parsed, so it does not come out as it went in. */
function isOnCalendar(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
