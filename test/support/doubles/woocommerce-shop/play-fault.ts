import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShopFault } from '../../../../infra/local/shop-double/listing-shop.ts';
import { refusal } from './answer-orders.ts';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

const plays: Record<Extract<ShopFault, string>, (exchange: Exchange) => number> = {
  'half-a-body': ({ response }) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': 100 });
    response.write('[{"id":1,', () => response.destroy());
    return 200;
  },
  html: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Just a moment…</body></html>');
    return 200;
  },
  hang: () => 0,
  reset: ({ request }) => {
    request.socket.resetAndDestroy();
    return 0;
  },
};

/** Plays a fault in place of an answer. Returns the status that was sent; 0 if none was. */
export function playFault(fault: ShopFault, exchange: Exchange): number {
  if (typeof fault === 'string') return plays[fault](exchange);
  const { status, retryAfterSeconds } = fault;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  exchange.response.writeHead(status, { ...JSON_TYPE, ...wait });
  exchange.response.end(JSON.stringify(refusal(status, 'played').body));
  return status;
}
