import {
  chargeId,
  paymentId,
  type StripeDoubleSession,
  toLines,
  toPayment,
  toRefund,
  toSession,
} from './stripe-session.ts';

type Json = Readonly<Record<string, unknown>>;

/** An event as the account keeps it. */
export interface StripeDoubleEvent {
  readonly id: string;
  readonly type: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly data: { readonly object: Json };
}

/** What an account has. */
export interface StripeAccountState {
  readonly sessions: ReadonlyMap<string, StripeDoubleSession>;
  /** In the order in which they were made. */
  readonly events: readonly StripeDoubleEvent[];
  /** The most rows of a page. */
  readonly maxRows: number;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** The rows of a list that stands in another object. */
const EMBEDDED_ROWS = 10;

/** Returns a fault in the API's envelope. @see https://docs.stripe.com/api/errors (read 2026-11-29) */
export function fault(status: number, code: string): Answer {
  const type = status === 429 ? 'rate_limit_error' : 'invalid_request_error';
  return { status, body: { error: { type, code, message: 'No such object, or no such question.' } } };
}

/** Answers a GET. It knows the questions of the documents and refuses every parameter that is not theirs. */
export function answer(state: StripeAccountState, { pathname, searchParams: query }: URL): Answer {
  const [, , resource, second, id = '', part] = pathname.split('/');
  if (resource === 'events') return answerEvents(state, query);
  if (resource === 'refunds') return answerRefunds(state, query);
  if (resource !== 'checkout' || second !== 'sessions') return fault(404, 'resource_missing');
  if (id === '') return answerSessions(state, query);
  const session = state.sessions.get(id);
  if (session === undefined) return fault(404, 'resource_missing');
  if (part === undefined) return answerSession(session, query);
  if (part !== 'line_items' || !hasOnly(query, ['limit', 'starting_after', 'expand[]'])) {
    return fault(400, 'parameter_unknown');
  }
  return page(state, query, toLines(session));
}

function answerSession(session: StripeDoubleSession, query: URLSearchParams): Answer {
  const expanded = query.getAll('expand[]');
  const known = ['line_items.data.price.product', 'payment_intent.latest_charge.refunds'];
  if (!hasOnly(query, ['expand[]']) || expanded.some((field) => !known.includes(field))) {
    return fault(400, 'parameter_unknown');
  }
  return { status: 200, body: expand(session, expanded) };
}

function expand(session: StripeDoubleSession, expanded: readonly string[]): Json {
  const refunds = session.refunds.map((refund) => toRefund(session, refund));
  const has = (field: string) => expanded.some((one) => one.split('.')[0] === field);
  return {
    ...toSession(session),
    ...(has('line_items') && { line_items: embedded(toLines(session)) }),
    ...(has('payment_intent') && { payment_intent: toPayment(session, embedded(refunds)) }),
  };
}

function embedded(rows: readonly Json[]): Json {
  return { object: 'list', data: rows.slice(0, EMBEDDED_ROWS), has_more: rows.length > EMBEDDED_ROWS };
}

function answerSessions(state: StripeAccountState, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['limit', 'payment_intent', 'expand[]'])) return fault(400, 'parameter_unknown');
  const expanded = query.getAll('expand[]');
  const payment = query.get('payment_intent');
  // No more than four levels, of which `data` is one.
  if (expanded.some((field) => !field.startsWith('data.') || field.split('.').length > 4)) {
    return fault(400, 'parameter_unknown');
  }
  const fields = expanded.map((field) => field.slice('data.'.length));
  const rows = [...state.sessions.values()]
    .filter((session) => payment === null || paymentId(session) === payment)
    .map((session) => expand(session, fields));
  return page(state, query, rows);
}

function answerRefunds(state: StripeAccountState, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['limit', 'starting_after', 'charge'])) return fault(400, 'parameter_unknown');
  const session = [...state.sessions.values()].find((one) => chargeId(one) === query.get('charge'));
  if (session === undefined) return fault(404, 'resource_missing');
  const rows = session.refunds.map((refund) => toRefund(session, refund));
  return page(state, query, rows);
}

/** Gives events, newest first. */
function answerEvents(state: StripeAccountState, query: URLSearchParams): Answer {
  if (!hasOnly(query, ['limit', 'starting_after', 'created[gte]', 'types[]'])) {
    return fault(400, 'parameter_unknown');
  }
  const from = Number(query.get('created[gte]') ?? 0);
  const types = query.getAll('types[]');
  if (!Number.isInteger(from) || types.length > 20) return fault(400, 'parameter_invalid_integer');
  const rows = state.events
    .filter(({ created, type }) => created >= from && types.includes(type))
    .toReversed()
    .toSorted((a, b) => b.created - a.created);
  return page(
    state,
    query,
    rows.map((event) => ({ object: 'event', livemode: true, api_version: '2020-08-27', ...event })),
  );
}

function page({ maxRows }: StripeAccountState, query: URLSearchParams, rows: readonly Json[]): Answer {
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return fault(400, 'parameter_invalid_integer');
  const after = query.get('starting_after');
  const begin = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1;
  if (after !== null && begin === 0) return fault(400, 'resource_missing');
  const data = rows.slice(begin, begin + Math.min(limit, maxRows));
  return { status: 200, body: { object: 'list', data, has_more: begin + data.length < rows.length } };
}

function hasOnly(query: URLSearchParams, names: readonly string[]): boolean {
  return [...query.keys()].every((name) => names.includes(name));
}
