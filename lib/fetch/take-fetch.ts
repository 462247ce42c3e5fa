import { UnavailableError } from '../errors.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { fieldsOf } from './fields-of.ts';
import { findPlace } from './find-place.ts';
import type { QueuedFetch } from './read-fetches.ts';
import { type KnownProducts, takeCart } from './take-cart.ts';
import { takeOrder } from './take-order.ts';
import type { Taken } from './taken.ts';

/** Fetches what a message names and queues what comes of it. `products` are those of this batch. Never throws but by a fault of ours. */
export async function takeFetch(
  ports: FetchPorts,
  queued: QueuedFetch,
  products: KnownProducts,
): Promise<Taken> {
  const taken = await tryTake(ports, queued, products);
  if (taken.fate.kind === 'waits') {
    const { because: reason, code } = taken.fate;
    ports.telemetry.warn('Fetch waits', { ...fieldsOf(queued.message), reason, code });
  }
  return taken;
}

async function tryTake(
  ports: FetchPorts,
  { message, queuedAt }: QueuedFetch,
  products: KnownProducts,
): Promise<Taken> {
  const place = await findPlace(ports, message);
  if ('kind' in place) return { fate: place, pauseMs: 0 };
  try {
    return await (message.kind === 'cart'
      ? takeCart(ports, { message, queuedAt, place }, products)
      : takeOrder(ports, { message, queuedAt, place }));
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('What was fetched was not taken', fieldsOf(message), cause);
    return { fate: { kind: 'waits', because: 'aws-unavailable', code: cause.code }, pauseMs: 0 };
  }
}
