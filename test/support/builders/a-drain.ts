import { expect } from 'vitest';
import type { DfineryRequest } from '../../../lib/dfinery/client.ts';
import { drainBatch } from '../../../lib/drain/drain-batch.ts';
import type { DfineryConnection } from '../../../lib/model/connection.ts';
import type { QueueRecord } from '../../../lib/queue/worker/queue-record.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import type { ConnectionReading } from '../../../lib/stores/connections/connection-store.ts';
import { type DrainChanges, drainPorts } from '../doubles/memory-drain-ports.ts';

/** The part of a request's body that tests look at. */
export interface SentBody {
  readonly common: { readonly identity: Record<string, string> };
  readonly events: readonly {
    readonly event_log_id: string;
    readonly event_items: readonly unknown[];
    readonly event_properties: { readonly df_order_id: string };
  }[];
}

/** The world around the drain, as a test sets it. */
export interface World {
  readonly answer?: (body: SentBody, request: DfineryRequest) => HttpAnswer | Promise<HttpAnswer>;
  readonly connection?: (id: string) => ConnectionReading<DfineryConnection>;
  readonly remainingMs?: () => number;
}

/** Returns a drain that can run repeatedly; its ports remember. */
export function aDrain(changes: Partial<DrainChanges> = {}) {
  let world: World = {};
  let underWay = 0;
  let running = 0;
  let handed = 0;
  const seen = { sent: [] as (DfineryRequest & { readonly json: SentBody })[], mostUnderWay: 0 };
  const ports = drainPorts({
    connections: {
      find: (id) => Promise.resolve(world.connection?.(id) ?? found({ serviceId: 'service-1' })),
    },
    dfinery: {
      post: async (_call, request) => {
        underWay += 1;
        seen.mostUnderWay = Math.max(seen.mostUnderWay, underWay);
        const json = JSON.parse(request.body) as SentBody;
        seen.sent.push({ ...request, json });
        await Promise.resolve();
        underWay -= 1;
        return world.answer?.(json, request) ?? accepted;
      },
      close: () => undefined,
    },
    ...changes,
  });
  return {
    ports,
    seen,
    /** Drains a batch and returns the ids of the records that stay queued. */
    drain: async (records: readonly QueueRecord[], newWorld: World = {}): Promise<string[]> => {
      world = newWorld;
      const remainingMs = world.remainingMs ?? (() => 60_000);
      running += 1;
      handed += records.length;
      const { batchItemFailures } = await drainBatch(ports, { records, remainingMs });
      running -= 1;
      if (running === 0) expectBalance(ports.telemetry.counts, handed);
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** The order ids of each request, in sending order. */
    sentOrders: (): string[][] => seen.sent.map(({ json }) => idsIn(json)),
  };
}

/** Every record that was handed to the drain has one outcome. */
function expectBalance(counts: Readonly<Record<string, number>>, handed: number): void {
  const settled = Object.entries(counts)
    .filter(([key]) =>
      /^(Event(Sent|Duplicate|Superseded|Untold|Erased|Dead|Kept)|Profile(Sent|Unchanged|Outdated))(:|$)/.test(
        key,
      ),
    )
    .reduce((total, [, count]) => total + count, 0);
  expect(settled, 'the account of the records').toBe(handed);
}

/** Returns an answer of Dfinery with HTTP 200, its status for nearly everything. */
export function answered(envelope: {
  readonly status: boolean;
  readonly code: string | number;
  readonly message?: string;
}): Extract<HttpAnswer, { kind: 'answered' }> {
  return { kind: 'answered', status: 200, headers: {}, body: JSON.stringify({ ...envelope, data: true }) };
}

export const accepted = answered({ status: true, code: '20000' });
export const refused = answered({ status: false, code: '40001', message: 'VALIDATION_FAILURE' });
export const unavailable = answered({ status: false, code: '50000' });

/** Returns a connection as the store finds it. */
export function found(connection: Partial<DfineryConnection>): ConnectionReading<DfineryConnection> {
  return { kind: 'found', value: { serviceId: 'service-1', accessToken: 'secret-token', ...connection } };
}

/** Returns the order ids in a request. */
export function idsIn({ events }: SentBody): string[] {
  return events.map(({ event_properties }) => event_properties.df_order_id);
}
