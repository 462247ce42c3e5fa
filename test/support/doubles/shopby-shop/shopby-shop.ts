import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from '../../../../infra/local/http-body.ts';
import { startServer } from '../../../../infra/local/http-server.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import { answerCall, type Call, type Mall, refusal } from './answer-call.ts';
import type { ShopOrder } from './shop-order.ts';

/** A mall of Shopby and its server API, with one token. */
export interface ShopbyShop extends ListingShop {
  readonly client: ApiClient;
  /** The connection's shop. */
  readonly shop: string;
  /** Makes an order unpaid or paid, or changes what it comes to. Its list does not show it. */
  change(orderId: string, fields: Partial<ShopOrder>): void;
  /** Deletes an order for good. */
  remove(orderId: string): void;
  /** Adds a member as the list of members writes one, in place of one with the same number. */
  putMember(member: Readonly<Record<string, unknown>>): void;
  /** A member leaves. Default: now. */
  withdraw(memberNo: number, at?: number): void;
  /** From now on the token is refused (HTTP 401), as from an address that the app did not register; or taken again. */
  refuseToken(isRefused: boolean): void;
}

export interface ShopbyShopOptions {
  readonly maxRows?: number;
  readonly now?: () => number;
}

const CLIENT = { clientId: 'system-key-of-the-app', clientSecret: 'token-that-lives-a-hundred-years' };

/**
 * Starts a mall without orders.
 * @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (read 2026-11-29)
 */
export async function startShopbyShop({
  maxRows = 200,
  now: clock = Date.now,
}: ShopbyShopOptions = {}): Promise<ShopbyShop> {
  const orders = new Map<string, ShopOrder>();
  const members = new Map<unknown, Readonly<Record<string, unknown>>>();
  const withdrawn: { readonly memberNo: number; readonly at: number }[] = [];
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  let last = 0;
  let lastClaim = 700;
  let lists = 0;
  let aheadMs = 0;
  let isRefused = false;
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;
  const now = () => clock() + aheadMs;
  const mall = (): Mall => ({
    orders,
    members: [...members.values()],
    withdrawn,
    maxRows,
    onList: () => {
      lists += 1;
      change(lists);
    },
  });

  async function answer(request: IncomingMessage, url: URL) {
    const { authorization, systemkey, mallkey, version } = request.headers;
    const isKnown =
      authorization === `Bearer ${CLIENT.clientSecret}` &&
      systemkey === CLIENT.clientId &&
      mallkey === undefined;
    if (!isKnown || isRefused) return refusal(401, 'A0002');
    const body = (await readBody(request))?.toString() ?? '';
    const conditions = (
      body === '' ? Object.fromEntries(url.searchParams) : JSON.parse(body)
    ) as Call['conditions'];
    const single = Array.isArray(version) ? undefined : version;
    return answerCall(mall(), {
      method: request.method ?? '',
      path: url.pathname,
      version: single,
      conditions,
    });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const at = Date.now();
    response.setHeader('date', new Date(now()).toUTCString());
    const fault = faults.shift() ?? always;
    if (fault !== undefined) {
      asked.push({ path, at, status: playShopFault(response, fault, '{"totalCount":1,"contents":[]}') });
      return;
    }
    const { status, body } = await answer(request, new URL(path, 'https://server-api.e-ncp.com'));
    asked.push({ path, at, status });
    sendJson(response, { status, body });
  }

  const server = await startServer(handle);
  const put = (orderId: string, fields: Partial<ShopOrder>): void => {
    const order = orders.get(orderId);
    if (order !== undefined) orders.set(orderId, { ...order, ...fields });
  };

  return {
    url: server.url,
    client: CLIENT,
    shop: '1234',
    place({ at = now(), total = '10000' } = {}) {
      last += 1;
      const orderNo = `202611201234${String(last).padStart(6, '0')}`;
      const order = {
        orderNo,
        total: Number(total),
        placedAt: at,
        changedAt: at,
        states: 0,
        claims: [],
        isPaid: true,
      };
      orders.set(orderNo, order);
      return orderNo;
    },
    touch: (orderId, at = now()) => {
      put(orderId, { changedAt: at, states: (orders.get(orderId)?.states ?? 0) + 1 });
    },
    refund: (orderId, amount, at = now()) => {
      lastClaim += 1;
      const claims = orders.get(orderId)?.claims ?? [];
      put(orderId, {
        changedAt: at,
        claims: [...claims, { claimNo: lastClaim, amount: Number(amount), at }],
      });
    },
    change: put,
    remove: (orderId) => {
      orders.delete(orderId);
    },
    putMember: (member) => {
      members.set(member['memberNo'], member);
    },
    withdraw: (memberNo, at = now()) => {
      withdrawn.push({ memberNo, at });
    },
    refuseToken: (refused) => {
      isRefused = refused;
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
    misbehaveAlways: (fault) => {
      always = fault;
    },
    requests: () => asked,
    overLimit: () => 0,
    stop: () => server.stop(),
  };
}
