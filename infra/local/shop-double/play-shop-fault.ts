import type { ServerResponse } from 'node:http';
import type { ShopFault } from './listing-shop.ts';

/**
 * Answers a request with a fault. `good` is what the shop would have answered. Returns the status that was sent, 0 if none.
 */
export function playShopFault(response: ServerResponse, fault: ShopFault, good: string): number {
  if (fault === 'hang') return 0;
  if (fault === 'reset') {
    response.destroy();
    return 0;
  }
  if (fault === 'html') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html><body>One moment, please</body></html>');
    return 200;
  }
  if (fault === 'half-a-body') {
    const bytes = Buffer.from(good);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return 200;
  }
  const { status, retryAfterSeconds } = fault;
  const hint = retryAfterSeconds === undefined ? {} : { 'retry-after': retryAfterSeconds.toFixed(1) };
  response.writeHead(status, { 'content-type': 'application/json', ...hint });
  response.end(JSON.stringify({ errors: `The shop answers ${status}` }));
  return status;
}
