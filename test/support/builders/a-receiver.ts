import { expect } from 'vitest';
import type { ShopConnection } from '../../../lib/model/connection.ts';
import { receiveDelivery } from '../../../lib/receive/receive-delivery.ts';
import type { ReceiverAnswer, ReceiverPorts, ReceiverRequest } from '../../../lib/receive/receiver.ts';
import { replayDelivery } from '../../../lib/receive/replay-delivery.ts';
import { findSource } from '../../../lib/sources/all-sources.ts';
import type { ConnectionReading } from '../../../lib/stores/connections/connection-store.ts';
import type { ParkedDelivery } from '../../../lib/stores/parked/parked-delivery.ts';
import { deliveryAccount, recordTelemetry } from '../doubles/recorded-telemetry.ts';
import { expectGroup } from '../reading/expect-group.ts';
import { aShopConnection } from './a-connection.ts';
import { QUEUE_TIME } from './queue-records.ts';

export const RECEIVER_SECRET = 'receiver-secret-12345';

/** The world around the receiver, as a test sets it. */
export interface ReceiverWorld {
  readonly found?: ConnectionReading<ShopConnection>;
  /** Every queue rejects with this. */
  readonly queueFault?: Error;
  readonly parkingFault?: Error;
}

/** A webhook before it is signed. Headers with the value `undefined` are left out of the signed ones. */
export interface UnsignedWebhook extends Partial<Omit<ReceiverRequest, 'headers'>> {
  readonly rawBody: Buffer;
  readonly topic?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** Returns a receiver of one connection, `main`, that can run repeatedly; its ports remember. */
export function aReceiver(
  settings: Parameters<typeof aShopConnection>[0] = {},
  changes: Partial<ReceiverPorts> = {},
) {
  let world: ReceiverWorld = {};
  const connection = aShopConnection({ secrets: [RECEIVER_SECRET], ...settings });
  const telemetry = recordTelemetry();
  const seen = {
    queued: [] as string[],
    fetches: [] as string[],
    erasures: [] as string[],
    parked: [] as ParkedDelivery[],
  };
  const into = (bodies: string[]) => ({
    sendAll: (sent: readonly string[], group: string) => {
      expectGroup(sent, group);
      if (world.queueFault !== undefined) return Promise.reject(world.queueFault);
      bodies.push(...sent);
      return Promise.resolve();
    },
  });
  const ports: ReceiverPorts = {
    connections: { find: () => Promise.resolve(world.found ?? { kind: 'found', value: connection }) },
    queue: into(seen.queued),
    fetches: into(seen.fetches),
    erasures: into(seen.erasures),
    parked: {
      park: (delivery) => {
        if (world.parkingFault !== undefined) return Promise.reject(world.parkingFault);
        return Promise.resolve(`key-${seen.parked.push(delivery)}`);
      },
    },
    telemetry,
    now: () => new Date(QUEUE_TIME),
    ...changes,
  };
  return {
    connection,
    telemetry,
    seen,
    /** Returns a webhook of the connection's shop, signed as its platform does. */
    request: ({ rawBody, topic = '', secret, headers, ...ids }: UnsignedWebhook): ReceiverRequest => {
      const { source, shop } = connection;
      const signing = { rawBody, topic, shop, secret: secret ?? RECEIVER_SECRET, deliveryId: 'delivery-1' };
      const signed = findSource(source)?.sign({ ...signing, now: ports.now() });
      return {
        source,
        connection: 'main',
        requestId: 'request-1',
        traceId: 'trace-1',
        rawBody,
        headers: { ...signed, ...headers },
        ...ids,
      };
    },
    receive: async (request: ReceiverRequest, newWorld: ReceiverWorld = {}): Promise<ReceiverAnswer> => {
      world = newWorld;
      const answer = await receiveDelivery(ports, request);
      const { received, settled } = deliveryAccount(telemetry);
      expect(settled, 'the account of the deliveries').toBe(received);
      return answer;
    },
    replay: (parked: ParkedDelivery): Promise<ReceiverAnswer> => replayDelivery(ports, parked),
  };
}
