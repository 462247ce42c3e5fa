import type { DfineryCall } from '../../../lib/dfinery/client.ts';
import { eraseBatch } from '../../../lib/erase/erase-batch.ts';
import type { QueueRecord } from '../../../lib/queue/worker/queue-record.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import type { ParkedDeliveries } from '../../../lib/stores/parked/parked-deliveries.ts';
import { readParkedDelivery } from '../../../lib/stores/parked/parked-delivery.ts';
import type { ErasureRecord, ErasureRecords } from '../../../lib/stores/tombstones/erasure-record.ts';
import { drainPorts } from '../doubles/memory-drain-ports.ts';
import { createMemoryLedger } from '../doubles/memory-ledger.ts';
import { createMemoryProfileLedger } from '../doubles/memory-profile-ledger.ts';
import { accepted } from './a-drain.ts';

const STAND_DOWN_MS = 150_000;

/** The world around the erasing function, as a test sets it. */
export interface EraserWorld {
  readonly answer?: () => HttpAnswer | Promise<HttpAnswer>;
  /** Parked deliveries by key: their body and `receivedAt`. A string is any other object in the bucket. */
  readonly parked?: Readonly<Record<string, string | (Record<string, unknown> & { receivedAt?: string })>>;
  readonly bucketIsIll?: boolean;
  /** Keys of objects that S3 refuses. */
  readonly refused?: readonly string[];
}

/** Returns an erasing function that can run repeatedly; its ports remember, and its clock stands still. */
export function anEraser({
  answer = () => accepted,
  parked = {},
  bucketIsIll = false,
  refused = [],
}: EraserWorld = {}) {
  const sent: { call: DfineryCall; serviceId: string; body: unknown }[] = [];
  const post = (call: DfineryCall, request: { serviceId: string; body: string }) => {
    sent.push({ call, serviceId: request.serviceId, body: JSON.parse(request.body) });
    return Promise.resolve(answer());
  };
  const edges = drainPorts({ dfinery: { post, close: () => undefined } });
  const bucket = new Map(Object.entries(parked).map(([key, entry]) => [key, toObject(key, entry)]));
  const records = memoryRecords(edges.now);
  const ports = {
    ...edges,
    records,
    profiles: createMemoryProfileLedger(edges.now),
    ledger: createMemoryLedger(edges.now),
    parked: memoryBucket(bucket, { isIll: bucketIsIll, refused }),
    standDownMs: STAND_DOWN_MS,
  };

  async function erase(batch: readonly QueueRecord[], remainingMs = () => 90_000): Promise<string[]> {
    const { batchItemFailures } = await eraseBatch(ports, { records: batch, remainingMs });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }
  const standDown = (): void => {
    ports.clock.now += STAND_DOWN_MS;
  };
  return {
    ports,
    records,
    seen: { sent },
    erase,
    standDown,
    /** Begins a request so long ago that everyone who did not see it has ended. */
    begin: async (message: Parameters<ErasureRecords['begin']>[0]): Promise<void> => {
      ports.clock.now -= STAND_DOWN_MS;
      await records.begin(message);
      ports.clock.now += STAND_DOWN_MS;
    },
    /** Begins a batch, lets the others end, and returns the ids of the records that still stay queued. */
    eraseWhole: async (batch: readonly QueueRecord[]): Promise<string[]> => {
      await erase(batch);
      standDown();
      return erase(batch);
    },
    keys: () => [...bucket.keys()],
    counts: () => ports.telemetry.counts,
  };
}

function toObject(key: string, entry: string | (Record<string, unknown> & { receivedAt?: string })): string {
  if (typeof entry === 'string') return entry;
  const { receivedAt = '2026-11-24T00:00:00.000Z', ...body } = entry;
  return JSON.stringify({
    source: 'shopify',
    connection: key.split('/', 1)[0],
    headers: {},
    rawBody: Buffer.from(JSON.stringify(body)).toString('base64'),
    receivedAt,
    verifiedAt: receivedAt,
    issues: [],
  });
}

function memoryBucket(
  objects: Map<string, string>,
  { isIll, refused }: { readonly isIll: boolean; readonly refused: readonly string[] },
): ParkedDeliveries {
  return {
    async *list(connection = '', after = '') {
      if (isIll) throw new Error('S3 is unavailable');
      await Promise.resolve();
      for (const key of [...objects.keys()].sort()) {
        const bytes = Buffer.byteLength(objects.get(key) ?? '');
        if (key.startsWith(`${connection}/`) && key > after) yield { key, bytes };
      }
    },
    get: async (key) => {
      await Promise.resolve();
      const text = objects.get(key);
      if (text === undefined) return { kind: 'gone' };
      if (refused.includes(key)) return { kind: 'unreadable', problem: 'AccessDenied' };
      try {
        return { kind: 'delivery', delivery: readParkedDelivery(text) };
      } catch (error) {
        return { kind: 'unreadable', problem: String(error) };
      }
    },
    remove: (key) => {
      objects.delete(key);
      return Promise.resolve();
    },
  };
}

/** Keeps the requests as the real one does; tombstones have a suite of their own. */
function memoryRecords(now: () => number): ErasureRecords & { fault: Error | undefined } {
  const byId = new Map<string, ErasureRecord>();
  const owners = new Map<string, string>();
  const change = (id: string, changes: Partial<ErasureRecord>): Promise<void> => {
    const record = byId.get(id);
    if (record !== undefined) byId.set(id, { ...record, ...changes });
    return Promise.resolve();
  };
  return {
    fault: undefined,
    begin(message) {
      if (this.fault !== undefined) return Promise.reject(this.fault);
      const owner = owners.get(message.digest) ?? message.id;
      if (owner !== message.id) return Promise.resolve(undefined);
      owners.set(message.digest, owner);
      const { id, kind, connection, source, shop } = message;
      const fresh = { id, kind, connection, source, shop, orders: message.orderIds.length };
      const record = byId.get(id) ?? {
        ...fresh,
        requestedAt: Date.parse(message.receivedAt),
        tombstonesAt: now(),
        parkedDeleted: 0,
        parkedUnread: 0,
      };
      byId.set(id, record);
      return Promise.resolve(record);
    },
    noteParked(id, parkedAfter, { deleted, unread }) {
      const { parkedDeleted = 0, parkedUnread = 0 } = byId.get(id) ?? {};
      const counts = { parkedDeleted: parkedDeleted + deleted, parkedUnread: parkedUnread + unread };
      return change(id, { parkedAfter, ...counts });
    },
    finish: (id, dfinery) => change(id, { dfinery, doneAt: now() }),
    list: () => Promise.resolve([...byId.values()]),
  };
}
