import { asPayloadError, PayloadError } from '../model/errors.ts';
import type { RefundFetch } from '../queue/fetch-message.ts';
import { decodeMessage } from '../queue/message.ts';
import { type FetchResult, fetchFromShop, type ShopWait } from '../shop-client/fetch-from-shop.ts';
import type { RefundDetails } from '../sources/shop-api.ts';
import type { Plan } from '../translate/plan-queueing.ts';
import type { FetchPorts } from './fetch-ports.ts';
import type { Place } from './find-place.ts';
import { planRefund } from './plan-refund.ts';
import { queueFetched } from './queue-fetched.ts';
import { queueWithoutLines } from './queue-without-lines.ts';
import { NO_CALL, type Placed, type Taken } from './taken.ts';

/**
 * Fetches the lines of a refund and queues its event. The amount is always that of the delivery, whatever the lines add up
 * to. If they cannot be read, the refund is sent without them. @throws {UnavailableError} AWS is unavailable.
 */
export async function takeRefund(ports: FetchPorts, { message, place }: Placed<RefundFetch>): Promise<Taken> {
  const call = place.api.api.refunds;
  if (call === undefined) return { fate: NO_CALL, pauseMs: 0 };
  const { reference } = message;
  const { result, pauseMs } = await fetchFromShop(ports, place.api, { call, reference });
  if (result.kind === 'waits') return { fate: result, pauseMs };
  const plan = read(message, place, result);
  if (!(plan instanceof PayloadError)) return { fate: await queueFetched(ports, message, plan), pauseMs };
  const missing = { shop: place.shop, reason: 'unreadable', code: codeOf(plan), cause: plan };
  return { fate: await queueWithoutLines(ports, message, missing), pauseMs };
}

/** Any error while reading costs only the lines. The events are decoded, because the drain has to be able to. */
function read(
  message: RefundFetch,
  { shop }: Place,
  result: Exclude<FetchResult<RefundDetails>, ShopWait>,
): Plan | PayloadError {
  if (result.kind === 'unreadable') return result.error;
  try {
    const plan = planRefund(message, shop, result.found);
    for (const { body } of plan.events) decodeMessage(body);
    return plan;
  } catch (cause) {
    return asPayloadError(cause);
  }
}

/** Returns paths and what was expected there, never values. */
function codeOf({ issues }: PayloadError): string {
  return issues.map(({ path, message }) => `${path || '(refund)'}: ${message}`).join('; ');
}
