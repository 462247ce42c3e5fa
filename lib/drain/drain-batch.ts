import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse } from 'aws-lambda';
import pLimit from 'p-limit';
import type { AnyMessage } from '../queue/message.ts';
import { type Batch, type Queued, type Reader, workBatch } from '../queue/worker/work-batch.ts';
import { claimFor } from '../stores/ledger/claim-for.ts';
import { deliverConnection } from './deliver-connection.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type EventDone, type EventWaitReason, eventRules, type Fates } from './event-fate.ts';
import { contain, mergeFates } from './fates.ts';
import { eventReader, isEvent, isProfile } from './read-records.ts';

/** Parallel requests per invocation. Also the number of sockets. */
export const MAX_PARALLEL_REQUESTS = 10;

/**
 * Delivers a batch of the `events` queue and returns the records that stay queued.
 * Never throws. The simulation passes its own reader, which remembers what it has read.
 */
export function drainBatch(
  ports: DrainPorts,
  { records, remainingMs }: Batch,
  reader: Reader<AnyMessage> = eventReader,
): Promise<SQSBatchResponse> {
  return workBatch<AnyMessage, EventWaitReason, EventDone>(ports, records, {
    reader,
    oldestAge: 'OldestEventAge',
    rules: eventRules,
    copy: ({ kind }) => ({ kind: kind === 'profile' ? 'profile-unchanged' : 'duplicate' }),
    run: (queued) => deliver(ports, queued, remainingMs),
  });
}

async function deliver(
  ports: DrainPorts,
  queued: readonly Queued<AnyMessage>[],
  remainingMs: () => number,
): Promise<Fates> {
  const claim = claimFor(randomUUID(), ports.now(), remainingMs());
  const invocation = { claim, remainingMs, limit: pLimit(MAX_PARALLEL_REQUESTS) };
  const deliveries = [...Map.groupBy(queued, connectionKey).values()].map((own) =>
    contain(ports.telemetry, { text: 'A connection failed unexpectedly', fields: {} }, async () => {
      const [first] = own;
      if (first === undefined) return new Map();
      const { connection, serviceId } = first.message;
      const work = { connection, serviceId, profiles: own.filter(isProfile), events: own.filter(isEvent) };
      return deliverConnection(ports, work, invocation);
    }),
  );
  return mergeFates(await Promise.all(deliveries));
}

function connectionKey({ message }: Queued<AnyMessage>): string {
  return JSON.stringify([message.connection, message.serviceId]);
}
