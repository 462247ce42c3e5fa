import * as v from 'valibot';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import { retryAfterMs } from '../retry-after.ts';
import type { ApiRequest, FurtherQuestion, OrderReference, ShopApi } from '../shop-api.ts';
import { id, idOf } from './fields.ts';

/** All accounts share one API. */
const ORIGIN = 'https://api.stripe.com';

/** The id of an account: `acct_1TESTaaaaBBBBcccc`. */
const ACCOUNT = /^acct_[A-Za-z0-9]{1,64}$/;

/** What the mapping reads. Without it, answers would have the form of the version that the account began with. */
const STRIPE_VERSION = '2026-07-29.dahlia';

/** An expanded list begins with ten rows, so most orders take one request. */
const EXPANDED = ['line_items.data.price.product', 'payment_intent.latest_charge.refunds'];
const PAGE_SIZE = '100';

const SessionId = id('cs_');
const RowSchema = v.looseObject({ id: v.pipe(v.string(), v.nonEmpty()) });
const ListSchema = v.looseObject({ data: v.array(RowSchema), has_more: v.boolean() });
type List = v.InferOutput<typeof ListSchema>;

const NamedSchema = v.looseObject({ id: SessionId });
const OfPaymentSchema = v.object({
  data: v.array(v.looseObject({ id: SessionId, payment_intent: v.nullish(idOf('pi_')) })),
});
const ChargeSchema = v.looseObject({ id: id(''), refunds: v.nullish(ListSchema) });
const PagedSchema = v.looseObject({
  id: SessionId,
  line_items: v.optional(ListSchema),
  payment_intent: v.fallback(v.nullish(v.looseObject({ latest_charge: ChargeSchema })), undefined),
});
type Paged = v.InferOutput<typeof PagedSchema>;

/** A session that lacks the refund that an event told of. */
const AwaitedSchema = v.object({
  awaited_refund: v.string(),
  payment_intent: v.object({
    latest_charge: v.object({ refunds: v.object({ data: v.array(v.object({ id: v.string() })) }) }),
  }),
});

/**
 * The API of an account, for sessions. An order is its session with the lines, the charge and the refunds in it.
 * @see https://docs.stripe.com/api/checkout/sessions (version 2026-07-29.dahlia, read 2026-11-29)
 * @see https://docs.stripe.com/api/expanding_objects (read 2026-11-29)
 */
export const api = {
  origin: (shop) => {
    if (ACCOUNT.test(shop)) return ORIGIN;
    const message = 'expected the id of the account, as in Settings › Account details: acct_…';
    throw new ConfigError('The connection names no account of Stripe', [{ path: 'shop', message }]);
  },
  pauseMs: retryAfterMs,
  key: {
    parts: 'token',
    headers: ({ clientSecret }) => ({ authorization: `Bearer ${clientSecret}` }),
    check: ({ clientSecret }, { testOrders }) => {
      if (/^(?:pk|whsec)_/.test(clientSecret)) return 'expected a restricted key of the account: rk_live_…';
      if (!/^[a-z]+_test_/.test(clientSecret) || testOrders === 'send') return undefined;
      return 'is a test key, which opens test orders only: it needs "testOrders": "send"';
    },
  },
  orders: {
    request: ({ orderId }) =>
      isPayment(orderId)
        ? stripeGet('/v1/checkout/sessions', [
            ['payment_intent', orderId],
            ['limit', '1'],
          ])
        : sessionRequest(orderId),
    read: (body, reference) =>
      isPayment(reference.orderId) ? readOfPayment(body, reference) : readSession(body, reference),
    next: (found, reference) => {
      if (!isPayment(reference.orderId)) return restOf(found);
      if (!v.is(NamedSchema, found)) return undefined;
      const named = { ...reference, orderId: found.id };
      return {
        request: sessionRequest(found.id),
        read: (body) => {
          const session = readSession(body, named);
          return { found: session, next: restOf(session) };
        },
      };
    },
    isBehind: (order) =>
      v.is(AwaitedSchema, order) &&
      !order.payment_intent.latest_charge.refunds.data.some(
        ({ id: refund }) => refund === order.awaited_refund,
      ),
    expectsPaid: ({ parameters }) => parameters['paid'] === 'Y',
  },
  probe: () =>
    stripeGet('/v1/checkout/sessions', [
      ['limit', '1'],
      ['expand[]', 'data.line_items'],
      ['expand[]', 'data.payment_intent.latest_charge.refunds'],
    ]),
} satisfies ShopApi;

/** Returns a GET of the API, in the version that the mapping reads. */
export function stripeGet(
  path: ApiRequest['path'],
  query: readonly (readonly [name: string, value: string])[],
): ApiRequest {
  const search = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const headers = { accept: 'application/json', 'stripe-version': STRIPE_VERSION };
  return { method: 'GET', path: `${path}?${search}`, headers };
}

/** An order is named by its session, or by its payment where an event has nothing else. */
function isPayment(orderId: string): boolean {
  return orderId.startsWith('pi_');
}

function sessionRequest(session: string): ApiRequest {
  const expanded = EXPANDED.map((field) => ['expand[]', field] as const);
  return stripeGet(`/v1/checkout/sessions/${encodeURIComponent(session)}`, expanded);
}

/** Returns the session of a payment, or the empty answer if it was made without Checkout. */
function readOfPayment(body: unknown, { orderId }: OrderReference): unknown {
  const [session] = parsePayload(OfPaymentSchema, body).data;
  if (session === undefined || session.payment_intent === orderId) return session ?? body;
  // Another one would be told in its place.
  throw new PayloadError([
    { path: 'data.0.payment_intent', message: 'expected the payment that was asked for' },
  ]);
}

function readSession(body: unknown, { orderId, parameters }: OrderReference): unknown {
  const session = parsePayload(NamedSchema, body);
  if (session.id !== orderId) {
    throw new PayloadError([{ path: 'id', message: 'expected the session that was asked for' }]);
  }
  const { refund } = parameters;
  return refund === undefined ? session : { ...session, awaited_refund: refund };
}

/** Returns the question after the rest of the lines, or of the refunds; nothing if the session is whole. */
function restOf(found: unknown): FurtherQuestion<unknown> | undefined {
  const { success, output: session } = v.safeParse(PagedSchema, found);
  if (!success) return undefined;
  const { id: name, line_items: lines, payment_intent: payment } = session;
  if (lines?.has_more === true) {
    return pageAfter(lines, {
      path: `/v1/checkout/sessions/${encodeURIComponent(name)}/line_items`,
      query: [['expand[]', 'data.price.product']],
      put: (line_items) => ({ ...session, line_items }),
    });
  }
  const charge = payment?.latest_charge;
  if (charge?.refunds?.has_more !== true) return undefined;
  return pageAfter(charge.refunds, {
    path: '/v1/refunds',
    query: [['charge', charge.id]],
    put: (refunds) => ({ ...session, payment_intent: { ...payment, latest_charge: { ...charge, refunds } } }),
  });
}

interface Rest {
  readonly path: ApiRequest['path'];
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Returns the session with the longer list. */
  readonly put: (list: List) => Paged;
}

function pageAfter(list: List, { path, query, put }: Rest): FurtherQuestion<unknown> {
  const last = list.data.at(-1)?.id;
  const after = last === undefined ? [] : [['starting_after', last] as const];
  return {
    request: stripeGet(path, [['limit', PAGE_SIZE], ...query, ...after]),
    read: (body) => {
      const { data, has_more } = parsePayload(ListSchema, body);
      const known = new Set(list.data.map((row) => row.id));
      // A page without news would be asked for again for ever.
      if ((data.length === 0 && has_more) || data.some((row) => known.has(row.id))) {
        throw new PayloadError([{ path: 'data', message: 'expected the rows after those that are known' }]);
      }
      const session = put({ ...list, data: [...list.data, ...data], has_more });
      return { found: session, next: restOf(session) };
    },
  };
}
