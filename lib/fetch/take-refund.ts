import { PayloadError } from '../errors.ts';
import type { RefundFetch } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';
import type { RefundDetails } from '../sources/shop-api.ts';
import { asPayloadError } from './as-payload-error.ts';
import type { Waits } from './fate.ts';
import { type FetchResult, fetchFromShop } from './fetch-from-shop.ts';
import type { FetchPorts } from './fetch-ports.ts';
import type { Place } from './find-place.ts';
import { queueRefund, queueWithoutLines } from './queue-refund.ts';
import { type ReadyRefund, readyRefund } from './ready-refund.ts';
import { NO_CALL, type Placed, type Taken } from './taken.ts';

/**
 * Fetches the lines of a refund and queues its event. The amount stays what the delivery told, whatever the lines come to;
 * where they cannot be read it is sent without. @throws {UnavailableError} AWS is ill.
 */
export async function takeRefund(ports: FetchPorts, { message, place }: Placed<RefundFetch>): Promise<Taken> {
  const call = place.api.api.refunds;
  if (call === undefined) return { fate: NO_CALL, pauseMs: 0 };
  const { reference } = message;
  const { result, pauseMs } = await fetchFromShop(ports, place.api, { call, reference });
  if (result.kind === 'waits') return { fate: result, pauseMs };
  const ready = read(message, place, result);
  const fate =
    ready instanceof PayloadError
      ? queueWithoutLines(ports, message, {
          shop: place.shop,
          reason: 'unreadable',
          code: codeOf(ready),
          cause: ready,
        })
      : queueRefund(ports, message, { shop: place.shop, ...ready });
  return { fate: await fate, pauseMs };
}

/** Any fault in reading costs the lines only. What the drain could not read is no event either. */
function read(
  message: RefundFetch,
  { shop }: Place,
  result: Exclude<FetchResult<RefundDetails>, Waits>,
): ReadyRefund | PayloadError {
  if (result.kind === 'unreadable') return result.error;
  try {
    const ready = readyRefund(message, shop, result.found);
    for (const body of ready.bodies) decodeMessage(body);
    return ready;
  } catch (cause) {
    return asPayloadError(cause);
  }
}

/** Names paths and what was expected there, never values. */
function codeOf({ issues }: PayloadError): string {
  return issues.map(({ path, message }) => `${path || '(refund)'}: ${message}`).join('; ');
}
