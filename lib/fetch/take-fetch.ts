import { UnavailableError } from '../errors.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { fieldsOf } from './fields-of.ts';
import { findPlace } from './find-place.ts';
import type { QueuedFetch } from './read-fetches.ts';
import { takeOrder } from './take-order.ts';
import type { Taken } from './taken.ts';

/** Fetches what a message names and queues what comes of it. Never throws but by a fault of ours. */
export async function takeFetch(ports: FetchPorts, queued: QueuedFetch): Promise<Taken> {
  const taken = await tryTake(ports, queued);
  if (taken.fate.kind === 'waits') {
    const { because: reason, code } = taken.fate;
    ports.telemetry.warn('Fetch waits', { ...fieldsOf(queued.message), reason, code });
  }
  return taken;
}

async function tryTake(ports: FetchPorts, { message, queuedAt }: QueuedFetch): Promise<Taken> {
  const place = await findPlace(ports, message);
  if ('kind' in place) return { fate: place, pauseMs: 0 };
  try {
    return await takeOrder(ports, { message, queuedAt, place });
  } catch (cause) {
    if (!(cause instanceof UnavailableError)) throw cause;
    ports.telemetry.error('What was fetched was not taken', fieldsOf(message), cause);
    return { fate: { kind: 'waits', because: 'aws-unavailable', code: cause.code }, pauseMs: 0 };
  }
}
