import { readBody } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';
import { createLeakyBucket } from '../../../../infra/local/shop-double/leaky-bucket.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import {
  type Answer,
  answer,
  fault,
  type StripeAccountState,
  type StripeDoubleEvent,
} from './stripe-answers.ts';
import {
  chargeId,
  paymentId,
  type StripeDoubleRefund,
  type StripeDoubleSession,
  sessionId,
  toRefund,
  toSession,
} from './stripe-session.ts';

/** An account of Stripe that takes payments through Checkout. */
export interface StripeAccount extends ListingShop {
  readonly account: string;
  readonly client: ApiClient;
  /** Places a paid session with more lines, or one that waits for its money. Returns its id. */
  open(session?: { readonly total?: number; readonly lines?: number; readonly isPaid?: boolean }): string;
  /** The money of a session came. */
  pay(id: string): void;
  /** Pays back a part of a session in a state, and returns the id of the refund. */
  giveBack(id: string, amount: number, status?: StripeDoubleRefund['status']): string;
  /** The bodies of all events so far, as webhooks have them. */
  events(): readonly string[];
  /** From now on the key is refused, until it is given back. */
  takeKey(): void;
  giveKey(): void;
}

export interface StripeAccountOptions {
  readonly now?: () => number;
  readonly maxRows?: number;
  readonly bucket?: { readonly size: number; readonly drainsPerSecond: number };
}

/**
 * Starts an account without payments. It is strict about what it is asked, and fails on demand.
 * @see https://docs.stripe.com/api (version 2026-07-29.dahlia, read 2026-11-29)
 */
export async function startStripeAccount({
  now: clock = Date.now,
  maxRows = 100,
  bucket: bucketSize = { size: 100, drainsPerSecond: 100 },
}: StripeAccountOptions = {}): Promise<StripeAccount> {
  let [aheadMs, lastNumber, lastEvent, lists, overLimit] = [0, 0, 0, 0, 0];
  const now = () => clock() + aheadMs;
  const client: ApiClient = { clientId: 'token', clientSecret: 'rk_live_of-the-account' };
  let key = client.clientSecret;
  const sessions = new Map<string, StripeDoubleSession>();
  const events: StripeDoubleEvent[] = [];
  const state: StripeAccountState = { sessions, events, maxRows };
  const bucket = createLeakyBucket(bucketSize);
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;

  function answerTo(method: string, headers: Readonly<Record<string, unknown>>, url: URL): Answer {
    if (bucket.take(now()).kind === 'full') {
      overLimit += 1;
      return fault(429, 'rate_limit');
    }
    if (headers['authorization'] !== `Bearer ${key}`) return fault(401, 'api_key_expired');
    if (headers['stripe-version'] === undefined || method !== 'GET') return fault(400, 'parameter_missing');
    if (url.pathname === '/v1/events') {
      lists += 1;
      change(lists);
    }
    return answer(state, url);
  }

  const server = await startServer(async (request, response) => {
    await readBody(request);
    const at = now();
    const path = request.url ?? '/';
    const url = new URL(path, 'http://127.0.0.1');
    response.setHeader('date', new Date(now()).toUTCString());
    const fails = faults.shift() ?? always;
    if (fails !== undefined) {
      const good = JSON.stringify({ object: 'list', data: [], has_more: false });
      asked.push({ path, at, status: playShopFault(response, fails, good) });
      return;
    }
    const given = answerTo(request.method ?? '', request.headers, url);
    asked.push({ path, at, status: given.status });
    const reason = given.status === 429 ? { 'stripe-rate-limited-reason': 'global-rate' } : {};
    response.writeHead(given.status, { 'content-type': 'application/json', ...reason });
    response.end(JSON.stringify(given.body));
  });

  const seconds = (ms: number) => Math.floor(ms / 1_000);
  function emit(type: string, object: Readonly<Record<string, unknown>>, at: number): void {
    lastEvent += 1;
    events.push({ id: `evt_1TEST${lastEvent}`, type, created: seconds(at), data: { object } });
  }
  function open({ at = now(), total = 10_000, lines = 1, isPaid = true } = {}): string {
    lastNumber += 1;
    const session = { number: lastNumber, created: seconds(at), total, lines, isPaid, refunds: [] };
    sessions.set(sessionId(session), session);
    emit('checkout.session.completed', toSession(session), at);
    return sessionId(session);
  }
  function sessionOf(id: string): StripeDoubleSession {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`The account has no session ${id}`);
    return session;
  }
  function giveBack(
    id: string,
    amount: number,
    status: StripeDoubleRefund['status'] = 'succeeded',
    at = now(),
  ): string {
    const before = sessionOf(id);
    const name = `re_3TEST${before.number}x${before.refunds.length + 1}`;
    const refund = { id: name, amount, status, created: seconds(at) };
    sessions.set(id, { ...before, refunds: [refund, ...before.refunds] });
    const charge = { id: chargeId(before), object: 'charge', payment_intent: paymentId(before) };
    emit('charge.refunded', charge, at);
    emit('refund.created', toRefund(before, refund), at);
    return name;
  }

  return {
    url: server.url,
    account: 'acct_1TESTaaaaBBBBcccc',
    client,
    open,
    pay(id) {
      const paid = { ...sessionOf(id), isPaid: true };
      sessions.set(id, paid);
      emit('checkout.session.async_payment_succeeded', toSession(paid), now());
    },
    giveBack,
    events: () =>
      events.map((event) =>
        JSON.stringify({ object: 'event', livemode: true, api_version: '2020-08-27', ...event }),
      ),
    takeKey: () => {
      key = 'rk_live_another';
    },
    giveKey: () => {
      key = client.clientSecret;
    },
    place: ({ at, total = '10000' } = {}) => open({ total: Number(total), ...(at !== undefined && { at }) }),
    touch: (id, at = now()) => {
      emit('checkout.session.async_payment_succeeded', toSession(sessionOf(id)), at);
    },
    refund: (id, amount, at = now()) => {
      giveBack(id, Number(amount), 'succeeded', at);
    },
    setClock: (ahead) => {
      aheadMs = ahead;
    },
    onList: (newChange) => {
      change = newChange;
    },
    misbehave: (...more) => {
      faults.push(...more);
    },
    misbehaveAlways: (fails) => {
      always = fails;
    },
    requests: () => asked,
    overLimit: () => overLimit,
    stop: () => server.stop(),
  };
}
