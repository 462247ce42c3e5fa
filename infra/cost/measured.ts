import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Milliseconds = v.pipe(v.number(), v.minValue(0));

/** What one invocation of a function takes, on average. */
const InvocationSchema = v.object({
  /** Of a whole vCPU. */
  cpuMs: Milliseconds,
  /** Log lines of level INFO, without those that Lambda writes. */
  infoLogBytes: Count,
  /** Log lines that carry metrics; every level writes them. */
  metricLogBytes: Count,
});

/** How many events one invocation of the drain was given. */
export const batchSizes = [1, 10, 100] as const;

export type BatchSize = (typeof batchSizes)[number];

const BatchesSchema = v.object({ 1: InvocationSchema, 10: InvocationSchema, 100: InvocationSchema });

/** What webhooks about customers take where profiles are sent, each in a batch of its own. */
const ProfilesSchema = v.object({
  receiver: InvocationSchema,
  /** Both calls are made. */
  drainNews: InvocationSchema,
  /** Dfinery knows all of it, at an earlier time. */
  drainConfirmed: InvocationSchema,
  webhookBytes: Count,
  messageBytes: Count,
  /** Bodies of the requests of both calls together. */
  requestBytes: Count,
  /** A customer's item, by DynamoDB's rules of counting. */
  itemBytes: Count,
  /** Metrics that orders do not write. */
  customMetrics: Count,
});

/** What a run of both packaged functions showed; `test/cost/measure.ts` says how. */
export const MeasuredSchema = v.object({
  measuredAt: v.pipe(v.string(), v.isoDate()),
  machine: v.string(),
  /** A webhook that is queued. */
  receiver: InvocationSchema,
  /** Batches of orders that are sent, each of another customer. */
  drainNew: BatchesSchema,
  /** Batches of orders that were sent before. */
  drainDuplicate: BatchesSchema,
  /** CPU time of a cold start, its first invocation included. */
  coldStart: v.object({ receiverCpuMs: Milliseconds, drainCpuMs: Milliseconds }),
  webhookBytes: Count,
  messageBytes: Count,
  /** Body of an Import API request with one event. */
  importRequestBytes: Count,
  /** Body of the answer to the shop. */
  answerBytes: Count,
  /** An order's item, by DynamoDB's rules of counting. */
  ledgerItemBytes: Count,
  /** Metrics that a healthy day writes, each with every value of its dimensions. */
  customMetrics: Count,
  profiles: ProfilesSchema,
});

export type Measured = v.InferOutput<typeof MeasuredSchema>;
export type MeasuredProfiles = v.InferOutput<typeof ProfilesSchema>;
export type MeasuredInvocation = v.InferOutput<typeof InvocationSchema>;

/** Where the figures of the last measurement are kept. */
export const MEASURED_FILE = new URL('measured.json', import.meta.url);

/** Reads the figures of the last measurement. */
export function readMeasured(): Measured {
  return v.parse(MeasuredSchema, JSON.parse(readFileSync(MEASURED_FILE, 'utf8')));
}
