import * as v from 'valibot';
import { batchSizes } from './measured.ts';
import type { PriceName } from './prices.ts';

const Count = v.pipe(v.string(), v.regex(/^[1-9]\d{0,9}$/, 'expected a whole number'), v.transform(Number));
const oneOf = <const First extends string, const Second extends string>(first: First, second: Second) =>
  v.optional(v.picklist([first, second]), first);

/**
 * What the bill depends on besides prices. By default: a million orders a month with
 * the stack as it is deployed. Names are those of `serverless.yml`, if it has them.
 */
export const ScenarioSchema = v.object({
  orders: v.optional(Count, '1000000'),
  region: oneOf('ap-northeast-2', 'us-east-1'),
  webhooksPerOrder: v.optional(Count, '4'),
  /** How the webhooks of an order come: over an hour, or within one `batchWindowSeconds`. */
  pattern: oneOf('spread', 'burst'),
  eventsPerBatch: v.optional(v.pipe(Count, v.picklist(batchSizes)), '1'),
  profiles: oneOf('ignore', 'send'),
  entrance: oneOf('http-api', 'function-url'),
  architecture: oneOf('arm64', 'x86_64'),
  memorySize: v.optional(Count, '512'),
  logLevel: oneOf('INFO', 'WARN'),
  systemLogLevel: oneOf('WARN', 'INFO'),
  logRetentionDays: v.optional(Count, '30'),
  parkedRetentionDays: v.optional(Count, '90'),
  tracing: oneOf('PassThrough', 'Active'),
  accessLog: oneOf('none', 'requests'),
  key: oneOf('aws', 'own'),
  /** `own`: the functions that call shops are in a network with one NAT gateway. */
  network: oneOf('aws', 'own'),
  drainConcurrency: v.optional(Count, '5'),
  /** Shops of one stack. */
  shops: v.optional(Count, '1'),
  /** Shops that have `poll`, and minutes between two polls. */
  polledShops: v.optional(Count, '1'),
  pollMinutes: v.optional(Count, '15'),
  alarms: oneOf('essential', 'full'),
  dashboard: oneOf('off', 'on'),
});

export type Scenario = Readonly<v.InferOutput<typeof ScenarioSchema>>;

export const deployed: Scenario = v.parse(ScenarioSchema, {});

/** Something charged for, in the unit of its price: the use of each order, or of a month without orders. */
export interface Row {
  readonly what: string;
  readonly price: PriceName;
  readonly perOrder?: number;
  readonly monthly?: number;
}
