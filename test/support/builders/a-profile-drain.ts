import type { DfineryCall, DfineryRequest } from '../../../lib/dfinery/client.ts';
import { drainBatch } from '../../../lib/drain/drain-batch.ts';
import { encodeMessage, type ProfileMessage } from '../../../lib/queue/message.ts';
import type { QueueRecord } from '../../../lib/queue/worker/queue-record.ts';
import type { HttpAnswer } from '../../../lib/runtime/http/http-answer.ts';
import { type DrainChanges, drainPorts } from '../doubles/memory-drain-ports.ts';
import { accepted } from './a-drain.ts';
import { aRecord } from './queue-records.ts';

export interface QueuedProfile {
  readonly customer?: string;
  /** Seconds after midnight. */
  readonly at?: number;
  readonly name?: string;
  readonly properties?: ProfileMessage['properties'];
  readonly changedAt?: ProfileMessage['changedAt'];
  readonly identity?: ProfileMessage['identity'];
  readonly connection?: string;
}

export const timeOf = (seconds: number): string =>
  new Date(Date.parse('2026-11-24T00:00:00.000Z') + seconds * 1_000).toISOString();

/** Returns a message about a customer. */
export function aQueuedProfile(profile: QueuedProfile = {}): ProfileMessage {
  const { customer = 'c-1', at = 0, name = 'Ann', connection = 'main' } = profile;
  return {
    v: 2,
    kind: 'profile',
    connection,
    serviceId: 'service-1',
    source: 'shopify',
    shop: 'example.myshopify.com',
    subjectKey: `key-of-${customer}`,
    deliveryId: `delivery-${at}`,
    receivedAt: '2026-11-24T00:00:00.000Z',
    traceId: 'trace',
    identity: profile.identity ?? { external_id: customer, email: `${customer}@example.com` },
    updatedAt: timeOf(at),
    isDated: true,
    properties: profile.properties ?? { df_name: name },
    changedAt: profile.changedAt ?? {},
  };
}

let records = 0;

/** Returns queue records of such messages. */
export function profileRecords(...profiles: readonly QueuedProfile[]): QueueRecord[] {
  return profiles.map((profile) => {
    records += 1;
    return aRecord({ messageId: `profile-${records}`, body: encodeMessage(aQueuedProfile(profile)) });
  });
}

export interface MadeCall {
  readonly call: DfineryCall;
  readonly body: {
    readonly identity?: Record<string, string>;
    readonly user_properties?: Record<string, unknown>;
    readonly request_datetime?: string;
  };
}

/** Returns a drain that can run repeatedly, and its calls of Dfinery. */
export function aProfileDrain(changes: Partial<DrainChanges> = {}) {
  const calls: MadeCall[] = [];
  let answer: (call: MadeCall) => HttpAnswer = () => accepted;
  const ports = drainPorts({
    dfinery: {
      post: (call: DfineryCall, { body }: DfineryRequest) => {
        const made = { call, body: JSON.parse(body) as MadeCall['body'] };
        calls.push(made);
        return Promise.resolve(answer(made));
      },
      close: () => undefined,
    },
    ...changes,
  });
  return {
    ports,
    calls,
    /** The values of one property that Dfinery got, in order. */
    told: (property: string): unknown[] =>
      calls.flatMap(({ body }) =>
        property in (body.user_properties ?? {}) ? [body.user_properties?.[property]] : [],
      ),
    drain: async (
      batch: readonly QueueRecord[],
      newAnswer: (call: MadeCall) => HttpAnswer = () => accepted,
    ): Promise<string[]> => {
      answer = newAnswer;
      const { batchItemFailures } = await drainBatch(ports, { records: batch, remainingMs: () => 60_000 });
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}
