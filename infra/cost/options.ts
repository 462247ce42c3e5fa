import type { Assumptions } from './assumptions.ts';
import type { Region } from './prices.ts';

/** Something that may be set otherwise, and what it changes in the model. */
export interface Option {
  readonly set: string;
  readonly assumptions?: Partial<Assumptions>;
  readonly region?: Region;
}

/** What an operator can turn, or could. */
export const options: readonly Option[] = [
  { set: 'Only `orders/paid` subscribed', assumptions: { webhooksPerOrder: 1 } },
  {
    set: 'Batches of 10 events: a rush, or a longer `batchWindowSeconds`',
    assumptions: { eventsPerBatch: 10 },
  },
  { set: 'Batches of 100 events', assumptions: { eventsPerBatch: 100 } },
  { set: '`logLevel: WARN`', assumptions: { logLevel: 'WARN' } },
  { set: '`logRetentionDays: 7`', assumptions: { logRetentionDays: 7 } },
  { set: '`logRetentionDays: 365`', assumptions: { logRetentionDays: 365 } },
  { set: '`memorySize: 256`', assumptions: { memorySize: 256 } },
  { set: '`memorySize: 1024`', assumptions: { memorySize: 1024 } },
  { set: '`memorySize: 1769`', assumptions: { memorySize: 1769 } },
  { set: '`architecture: x86_64`, were it as fast', assumptions: { architecture: 'x86_64' } },
  { set: '`drainConcurrency: 20`', assumptions: { drainConcurrency: 20 } },
  { set: '`profiles: send`', assumptions: { profiles: 'send' } },
  { set: '`kmsKeyArn` of one’s own key', assumptions: { hasOwnKey: true } },
  { set: '`tracing: Active`, were every invocation traced', assumptions: { tracing: 'Active' } },
  { set: 'A function URL instead of the HTTP API', assumptions: { entrance: 'function-url' } },
  { set: 'Region `us-east-1`', region: 'us-east-1' },
];
