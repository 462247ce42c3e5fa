import { UnavailableError } from '../model/errors.ts';
import { type FetchMessage, fieldsOfFetch } from '../queue/fetch-message.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { findPlace } from './find-place.ts';
import { giveUpLines } from './give-up-lines.ts';
import { type KnownProducts, takeCart } from './take-cart.ts';
import { takeOrder } from './take-order.ts';
import { takeRefund } from './take-refund.ts';
import type { Placed, Taken } from './taken.ts';

/** A fetch, and when it was queued; milliseconds since 1970. */
type QueuedFetch = Omit<Placed<FetchMessage>, 'place'>;

/** Fetches what a message names and queues it. `products` are those of this batch. Throws only if we have a bug. */
export async function takeFetch(
  ports: FetchPorts,
  queued: QueuedFetch,
  products: KnownProducts,
): Promise<Taken> {
  const taken = await tryTake(ports, queued, products);
  if (taken.fate.kind === 'waits') {
    const { because: reason, code } = taken.fate;
    ports.telemetry.warn('Fetch waits', { ...fieldsOfFetch(queued.message), reason, code });
  }
  return taken;
}

async function tryTake(
  ports: FetchPorts,
  { message, queuedAt }: QueuedFetch,
  products: KnownProducts,
): Promise<Taken> {
  const place = await findPlace(ports, message);
  try {
    const taken =
      place.kind === 'place'
        ? await takeKind(ports, { message, queuedAt, place }, products)
        : { fate: place, pauseMs: 0 };
    if (message.kind !== 'refund') return taken;
    return { ...taken, fate: await giveUpLines(ports, { message, queuedAt }, taken.fate) };
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('Fetch could not be completed', fieldsOfFetch(message), cause);
    return { fate: { kind: 'waits', because: 'aws-unavailable', code: cause.code }, pauseMs: 0 };
  }
}

function takeKind(
  ports: FetchPorts,
  { message, ...where }: Placed<FetchMessage>,
  products: KnownProducts,
): Promise<Taken> {
  switch (message.kind) {
    case 'order':
      return takeOrder(ports, { message, ...where });
    case 'cart':
      return takeCart(ports, { message, ...where }, products);
    case 'refund':
      return takeRefund(ports, { message, ...where });
  }
}
