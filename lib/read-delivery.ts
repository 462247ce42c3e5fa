import type { MappingSettings } from './connection.ts';
import type { PurchaseReading } from './dfinery/to-purchase.ts';
import { toPurchase } from './dfinery/to-purchase.ts';
import { PayloadError } from './errors.ts';
import { parseExactJson } from './exact-json.ts';
import type { Order } from './order.ts';
import type { Source, VerifiedDelivery } from './sources/source.ts';

/** Why a verified delivery is of no interest. Also the metric's dimension. */
export type IgnoredReason =
  | 'topic'
  | 'test-order'
  | 'unpaid'
  | 'before-since'
  | 'too-old'
  | 'no-items'
  | 'no-identity';

export type DeliveryReading =
  | (Extract<PurchaseReading, { kind: 'purchase' }> & { readonly order: Order })
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

interface ReadingOptions {
  readonly settings: MappingSettings;
  /** Tells whether an order was placed too long ago. Left out where files are mapped or gaps filled. */
  readonly tooOld?: (order: Order) => 'before-since' | 'too-old' | undefined;
}

/**
 * Reads a verified delivery as the purchase it tells of: JSON → topic → test → state → whole order → age → items →
 * identity. What is of no interest for one of these reasons is ignored before the next is looked at. Pure.
 * @throws {PayloadError} the body is not JSON, the topic is missing, or the order lacks what the mapping needs.
 */
export function readDelivery(
  source: Source,
  delivery: VerifiedDelivery,
  { settings, tooOld }: ReadingOptions,
): DeliveryReading {
  const body = parseBody(delivery.rawBody);
  if (delivery.topic === undefined) {
    throw new PayloadError([{ path: 'headers.topic', message: 'missing' }]);
  }
  if (!source.topics.includes(delivery.topic)) return { kind: 'ignored', reason: 'topic' };

  const reading = source.readOrder(delivery, body, settings);
  if (reading.kind === 'ignored') return reading;
  const age = tooOld?.(reading.order);
  if (age !== undefined) return { kind: 'ignored', reason: age };

  const purchase = toPurchase(reading.order, settings);
  return purchase.kind === 'ignored' ? purchase : { ...purchase, order: reading.order };
}

function parseBody(rawBody: Buffer): unknown {
  try {
    return parseExactJson(rawBody.toString('utf8'));
  } catch (error) {
    // The parser's own message quotes the text, which may hold personal data.
    const message = error instanceof RangeError ? 'is nested too deeply' : 'is not JSON';
    throw new PayloadError([{ path: '', message }]);
  }
}
