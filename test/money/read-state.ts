import type { ShopConnection } from '../../lib/model/connection.ts';
import { PayloadError } from '../../lib/model/errors.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { type Source, withoutVerification } from '../../lib/sources/source.ts';
import { NOTHING, type Plan, planOrder, planQueueing } from '../../lib/translate/plan-queueing.ts';
import { parseBody, readBareOrder, readDelivery } from '../../lib/translate/read-delivery.ts';
import type { Platform } from './platforms.ts';
import type { ShopOrder } from './shop-order.ts';

/** One delivery of a platform: what happened, and the order as it is when the adapter looks. */
export interface Arrival {
  readonly platform: Platform;
  readonly order: ShopOrder;
  /** Some platforms only name the order; it is fetched then, and may have gone on. */
  readonly fetched: ShopOrder;
  readonly receivedAt: Date;
  readonly deliveryId: string;
}

export type StateReading =
  | { readonly kind: 'read'; readonly plan: Plan; readonly shown: ShopOrder }
  /** It only names the order and is not worth a fetch, or is of no interest. */
  | { readonly kind: 'not-fetched' }
  | { readonly kind: 'parked'; readonly issues: string };

/** Reads a delivery as the receiver and the fetcher do, and plans what is queued for it. */
export function readState(arrival: Arrival, connection: ShopConnection): StateReading {
  try {
    const { webhookOf } = arrival.platform;
    return webhookOf === undefined
      ? readBody(arrival, connection)
      : readByFetching(arrival, connection, webhookOf);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return {
      kind: 'parked',
      issues: error.issues.map(({ path, message }) => `${path}: ${message}`).join('; '),
    };
  }
}

function readBody({ platform, order, ...arrival }: Arrival, connection: ShopConnection): StateReading {
  const source: Source = sources[platform.source];
  const rawBody = Buffer.from(JSON.stringify(platform.bodyOf(order)));
  const { deliveryId } = arrival;
  const topic = platform.topicOf(order);
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId, isTest: false });
  const reading = readDelivery(source, delivery, { settings: connection });
  if (reading.kind === 'ignored') return { kind: 'read', plan: NOTHING, shown: order };
  return { kind: 'read', plan: planQueueing(reading, contextOf(arrival, connection, rawBody)), shown: order };
}

function readByFetching(
  { platform, order, fetched, ...arrival }: Arrival,
  connection: ShopConnection,
  webhookOf: NonNullable<Platform['webhookOf']>,
): StateReading {
  const source: Source = sources[platform.source];
  const rawBody = Buffer.from(JSON.stringify(webhookOf(order)));
  const { deliveryId } = arrival;
  const topic = platform.topicOf(order);
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId, isTest: false });
  const named = readDelivery(source, delivery, { settings: connection });
  if (named.kind === 'order') {
    return { kind: 'read', plan: planQueueing(named, contextOf(arrival, connection, rawBody)), shown: order };
  }
  if (named.kind !== 'references') return { kind: 'not-fetched' };
  const body = parseBody(JSON.stringify(platform.bodyOf(fetched)));
  const reading = readBareOrder(source, body, { settings: connection });
  if (reading.kind === 'ignored') return { kind: 'read', plan: NOTHING, shown: fetched };
  const context = contextOf(arrival, connection, rawBody);
  const plan = planOrder(reading, context, { ready: reading.refunds, toFetch: [] });
  return { kind: 'read', plan, shown: fetched };
}

function contextOf(
  { deliveryId, receivedAt }: Pick<Arrival, 'deliveryId' | 'receivedAt'>,
  connection: ShopConnection,
  rawBody: Buffer,
) {
  return { connection, deliveryId, receivedAt, traceId: 't-1', requestId: 'r-1', rawBody };
}
