import type { ShopConnection } from '../model/connection.ts';
import { ZERO } from '../model/money.ts';
import { fieldsOfFetch, type RefundFetch } from '../queue/fetch-message.ts';
import type { FetchFate } from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { planRefund } from './plan-refund.ts';
import { queueFetched } from './queue-fetched.ts';

/** Why a refund is sent without its lines. */
export interface MissingLines {
  readonly reason: string;
  readonly code: string;
  readonly cause?: unknown;
}

/** Queues a refund with an item that stands in for its lines, and logs why. @throws {UnavailableError} AWS is unavailable. */
export async function queueWithoutLines(
  ports: Pick<FetchPorts, 'queue' | 'tombstones' | 'telemetry'>,
  message: RefundFetch,
  { shop, cause, ...why }: MissingLines & { readonly shop: ShopConnection },
): Promise<FetchFate> {
  ports.telemetry.count('RefundLinesMissed', 1, why.reason);
  ports.telemetry.error('Refund lines could not be fetched', { ...fieldsOfFetch(message), ...why }, cause);
  return queueFetched(ports, message, planRefund(message, shop, { items: [], delivery: ZERO }));
}
