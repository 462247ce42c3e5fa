import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from '../../../../infra/local/http-server.ts';
import type { ListingShop, ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { playShopFault } from '../../../../infra/local/shop-double/play-shop-fault.ts';
import { cafe24Order } from '../../builders/cafe24-sales.ts';
import { TOKEN_PATH } from './answer-oauth.ts';
import { type Cafe24Double, doubleOf, handlerOf } from './cafe24-double.ts';
import { type Cafe24DoubleOptions, type DoubleOrder, type SentWebhook, stateOf } from './double-state.ts';
import { koreanDay, koreanInstant } from './korean-time.ts';
import {} from './script.ts';

/** A mall of Cafe24 that lists its orders. */
export interface Cafe24Shop
  extends ListingShop,
    Pick<Cafe24Double, 'mall' | 'client' | 'grant' | 'expireAccess'> {
  /** The order as the API gives it now. */
  orderBody(orderId: string): DoubleOrder | undefined;
  /** Stores an order as it is, in place of one with its number. */
  put(order: DoubleOrder): void;
  /** Completes an exchange of an order. */
  exchange(orderId: string, at?: number): void;
  /** Opens a further shop in the mall, or closes one. */
  openShop(shopNo: number, isOpen?: boolean): void;
  /** Writes a webhook into the log; by default one that failed. */
  logWebhook(body: unknown, sent?: Partial<SentWebhook>): void;
  /** From now on answers are as old as this: what was written since is not in them. */
  setLag(ms: number): void;
}

/** Every scope that is asked for by a poll. */
const SCOPES = ['mall.read_order', 'mall.read_application', 'mall.read_store'];
const DELIVERY = 3_000;

/** Starts a mall without orders. Faults are played on calls of its API, not on tokens. */
export async function startCafe24Shop(options: Omit<Cafe24DoubleOptions, 'now'> = {}): Promise<Cafe24Shop> {
  let [aheadMs, lagMs, lastNumber, lists] = [0, 0, 0, 0];
  const now = () => Date.now() + aheadMs;
  const state = stateOf({ scopes: SCOPES, ...options, now: () => new Date(now()) });
  const asked: { readonly path: string; readonly at: number; readonly status: number }[] = [];
  const faults: ShopFault[] = [];
  const written: { readonly at: number; readonly write: () => void }[] = [];
  let always: ShopFault | undefined;
  let change: (request: number) => void = () => undefined;
  state.onList = () => {
    lists += 1;
    change(lists);
    settle();
  };

  /** Lets what was written long enough ago be seen. */
  function settle(): void {
    while (written[0] !== undefined && now() - written[0].at >= lagMs) written.shift()?.write();
  }

  function write(change: () => void): void {
    written.push({ at: now(), write: change });
    settle();
  }

  const handle = handlerOf(state);
  const server = await startServer(async (request: IncomingMessage, response: ServerResponse) => {
    settle();
    const [path, at] = [request.url ?? '/', Date.now()];
    response.setHeader('date', new Date(now()).toUTCString());
    const fault = path.startsWith(TOKEN_PATH) ? undefined : (faults.shift() ?? always);
    if (fault !== undefined) {
      asked.push({
        path,
        at,
        status: playShopFault(response, fault, JSON.stringify({ orders: [], refunds: [], logs: [] })),
      });
      return;
    }
    await handle(request, response);
    asked.push({ path, at, status: response.statusCode });
  });

  const double = doubleOf(state, server);
  const put = (order: DoubleOrder) => {
    write(() => state.orders.set(order.order_id, order));
  };
  const newest = new Map<string, DoubleOrder>();
  const store = (order: DoubleOrder) => {
    newest.set(order.order_id, order);
    put(order);
  };
  const orderOf = (orderId: string): DoubleOrder => {
    const order = newest.get(orderId);
    if (order === undefined) throw new Error(`The mall has no order ${orderId}`);
    return order;
  };
  const templates = new Map<string, DoubleOrder>();
  const templateOf = (total: string): DoubleOrder => {
    const template = templates.get(total) ?? cafe24Order('', { price: Number(total) - DELIVERY });
    templates.set(total, template);
    return template;
  };
  const exchange = (orderId: string, at = now()) => {
    orderOf(orderId);
    write(() => state.changes.push({ orderId, date: 'exchange_complete_date', at }));
  };

  return {
    ...double,
    place({ at = now(), total = '10000' } = {}) {
      lastNumber += 1;
      const orderId = `${koreanDay(at).replaceAll('-', '')}-${String(lastNumber).padStart(7, '0')}`;
      const buyer = { email: `buyer-${lastNumber}@example.com`, phone: '', cellphone: '' };
      const order = { ...templateOf(total), order_id: orderId, buyer };
      store({ ...order, order_date: koreanInstant(at), payment_date: koreanInstant(at) });
      return orderId;
    },
    touch: exchange,
    exchange,
    refund(orderId, amount, at = now()) {
      const order = orderOf(orderId);
      const refunds = Array.isArray(order['refunds']) ? (order['refunds'] as unknown[]) : [];
      lastNumber += 1;
      const refund_code = `C${koreanDay(at).replaceAll('-', '')}-${String(lastNumber).padStart(7, '0')}`;
      const money = { actual_refund_amount: amount, used_points: '0.00', used_credits: '0.00' };
      const refund = { refund_code, refund_date: koreanInstant(at), status: 'T', quantity: 0, ...money };
      store({ ...order, refunds: [...refunds, refund] });
    },
    orderBody: (orderId) => state.orders.get(orderId),
    put: store,
    openShop: (shopNo, isOpen = true) => {
      state.shops.set(shopNo, isOpen);
    },
    logWebhook: (body, sent = {}) => {
      lastNumber += 1;
      state.webhooks.push({
        log_id: `log-${lastNumber}`,
        log_type: 'G',
        mall_id: state.mall,
        requested_time: koreanInstant(now()),
        request_body: typeof body === 'string' ? body : JSON.stringify(body),
        success: 'F',
        ...sent,
      });
    },
    setLag: (ms) => {
      lagMs = ms;
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
    overLimit: () => state.overLimit,
    stop: () => server.stop(),
  };
}
