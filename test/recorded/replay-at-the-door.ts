import type { ShopConnection } from '../../lib/model/connection.ts';
import { receiveDelivery } from '../../lib/receive/receive-delivery.ts';
import type { ReceiverRequest } from '../../lib/receive/receiver.ts';
import { createPlayWorld } from '../money/play-world.ts';
import { createRandom } from '../simulation/random.ts';
import { aDoor } from '../support/builders/a-door.ts';
import { recordTelemetry } from '../support/doubles/recorded-telemetry.ts';

/** A webhook, and when it arrives. Milliseconds since 1970. */
export interface TimedRequest {
  readonly at: number;
  readonly request: ReceiverRequest;
}

/** What became of deliveries that say something of an order. */
export interface DoorCounts {
  readonly queued: number;
  /** Ended by the memory of what was queued, and by the ledger. */
  readonly knownAsQueued: number;
  readonly knownAsTold: number;
}

/** A drain is called when the window is over, and has told Dfinery a second later. */
const DRAIN_AFTER_MS = 6_000;

/**
 * Delivers webhooks to the real receiver at their times, and drains the queue with the real drain as the event source would.
 * Chance picks one of `environments` for each: it remembers what it queued itself. Without any there is no door.
 */
export async function replayAtTheDoor(
  connection: ShopConnection,
  requests: readonly TimedRequest[],
  environments: number,
): Promise<DoorCounts> {
  const [first] = requests;
  const world = createPlayWorld(first?.at ?? 0);
  const telemetry = recordTelemetry();
  const now = () => world.clock.now;
  const doors = Array.from({ length: environments }, () => aDoor(world.ledger, now));
  const refuse = (what: string) => ({ sendAll: () => Promise.reject(new Error(`No ${what} is expected`)) });
  let drainAt = Number.POSITIVE_INFINITY;

  async function drainUntil(time: number): Promise<void> {
    while (drainAt <= time) {
      world.clock.now = Math.max(world.clock.now, drainAt);
      await world.drain(world.queue.receive(world.clock.now));
      drainAt = Math.max(world.clock.now, world.queue.nextAt() ?? Number.POSITIVE_INFINITY) + DRAIN_AFTER_MS;
    }
    world.clock.now = Math.max(world.clock.now, time);
  }

  const random = createRandom(1);
  for (const { at, request } of requests) {
    await drainUntil(at);
    const door = doors[Math.floor(random() * environments)];
    await receiveDelivery(
      {
        connections: { find: () => Promise.resolve({ kind: 'found', value: connection }) },
        queue: {
          sendAll: (bodies) => {
            world.queue.send(bodies, world.clock.now);
            drainAt = Math.min(drainAt, world.clock.now + DRAIN_AFTER_MS);
            return Promise.resolve();
          },
        },
        fetches: refuse('fetch'),
        erasures: refuse('erasure'),
        parked: { park: () => Promise.resolve('key') },
        ...(door && { door }),
        telemetry,
        now: () => new Date(world.clock.now),
      },
      request,
    );
  }
  const known = (reason: string) =>
    telemetry.lines.filter((line) => line.includes('Delivery known') && line.includes(`"reason":"${reason}"`))
      .length;
  return {
    queued: telemetry.counts['DeliveryAccepted'] ?? 0,
    knownAsQueued: known('queued'),
    knownAsTold: known('told'),
  };
}
