import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from '../../../infra/local/http-server.ts';
import type { ApiClient } from '../../../lib/sources/shop-api.ts';
import type { WooCommerceRefund } from '../builders/a-woocommerce-refund.ts';

/** The REST API of one WooCommerce shop, as far as refunds go. */
export interface WooCommerceDouble {
  /** Stands for the origin of the shop. */
  readonly url: string;
  /** A key of the permission Read. */
  readonly client: ApiClient;
  /** The requested paths, in order. */
  readonly paths: readonly string[];
  /** Keeps a refund under its order and its id. */
  putRefund(orderId: string, refund: WooCommerceRefund): void;
  /** Adds steps to be played on the next requests, one each. */
  play(...steps: readonly Step[]): void;
  stop(): Promise<void>;
}

/** A fault of one request, in place of its answer. */
type Step =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly fault: 'hang' | 'reset' };

const API = '/wp-json/wc/v3';
/** WordPress may be in a folder. */
const ORDERS = new RegExp(`${API}/orders$`);
const REFUND = new RegExp(`${API}/orders/(\\d+)/refunds/(\\d+)$`);

/**
 * Starts a stand-in for a shop's REST API that accepts only its own key, by HTTP Basic, and fails on demand. It does not
 * check for HTTPS: that is the caller's part.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-a-refund (version 3, read 2026-11-25)
 */
export async function startWooCommerceDouble(): Promise<WooCommerceDouble> {
  const client = { clientId: 'ck_key-of-the-double', clientSecret: 'cs_secret-of-the-double' };
  const refunds = new Map<string, WooCommerceRefund>();
  const paths: string[] = [];
  const script: Step[] = [];

  function answer({ method, headers, url = '' }: IncomingMessage): Answer {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    if (method !== 'GET') return refusal(404, 'rest_no_route');
    if (headers.authorization === undefined) return refusal(401, 'woocommerce_rest_cannot_view');
    if (headers.authorization !== basicOf(client))
      return refusal(401, 'woocommerce_rest_authentication_error');
    if (ORDERS.test(pathname)) return { status: 200, body: [] };
    const [, orderId, refundId] = REFUND.exec(pathname) ?? [];
    if (orderId === undefined) return refusal(404, 'rest_no_route');
    const refund = refunds.get(`${orderId}/${refundId}`);
    return refund === undefined
      ? refusal(404, 'woocommerce_rest_invalid_order_refund_id')
      : { status: 200, body: refund };
  }

  const server = await startServer(async (request, response) => {
    paths.push(request.url ?? '');
    const step = script.shift();
    if (step === undefined) send(response, answer(request));
    else if (!('fault' in step)) response.writeHead(step.status, step.headers).end(step.body);
    else if (step.fault === 'reset') request.socket.resetAndDestroy();
    await Promise.resolve();
  });
  return {
    url: server.url,
    client,
    paths,
    putRefund: (orderId, refund) => refunds.set(`${orderId}/${refund.id}`, refund),
    play: (...steps) => script.push(...steps),
    stop: () => server.stop(),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

function refusal(status: number, code: string): Answer {
  return { status, body: { code, message: 'No.', data: { status } } };
}

function basicOf({ clientId, clientSecret }: ApiClient): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}
