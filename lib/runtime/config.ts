import * as v from 'valibot';
import { ConfigError } from '../model/errors.ts';
import { toIssues } from '../model/issues.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const Text = v.pipe(v.string('is not set'), v.nonEmpty('is empty'));
const Url = v.pipe(Text, v.url('is not a URL'));
const ParameterPath = v.pipe(
  Text,
  v.regex(/^\/[\w./-]*\w$/, 'is not a parameter path such as /service/stage'),
);

/** Plain HTTP would show the access token on the network, so it is allowed for a stand-in on this machine only. */
const LoopbackOrHttpsOrigin = v.pipe(
  Text,
  v.url('is not a URL'),
  v.transform((text) => new URL(text)),
  v.check((url) => url.pathname === '/' && url.search === '' && url.username === '', 'is not an origin'),
  v.check(
    (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)),
    'must be https (http is allowed on loopback only)',
  ),
);

const DfineryOrigin = v.optional(LoopbackOrHttpsOrigin, 'https://openapi.dfinery.ai');

const ReceiverConfigSchema = v.object({
  /** URL of the `events` queue. */
  EVENTS_QUEUE_URL: Url,
  /** URL of the queue of orders to be fetched. */
  FETCHES_QUEUE_URL: Url,
  /** URL of the queue of privacy requests. */
  ERASURES_QUEUE_URL: Url,
  /** Name of the bucket of parked deliveries. */
  PARKED_BUCKET: Text,
  /** Parent of all connections' parameters: `/{service}/{stage}/connections`. */
  CONNECTIONS_PATH: ParameterPath,
  /** Name of the table that remembers what was sent. */
  LEDGER_TABLE: Text,
});

const Seconds = v.pipe(Text, v.regex(/^\d{1,4}$/, 'is not a number of seconds'), v.transform(Number));

/** Needed to find out which customers were erased. */
const tombstoneEntries = {
  /** Name of the table of erasures. */
  ERASURES_TABLE: Text,
  /** Name of the parameter that holds the key of the tombstones. */
  ERASURE_KEY_PARAMETER: ParameterPath,
};

const DrainConfigSchema = v.object({
  ...tombstoneEntries,
  EVENTS_QUEUE_URL: Url,
  DEAD_LETTER_QUEUE_URL: Url,
  CONNECTIONS_PATH: ParameterPath,
  /** Name of the table that remembers what was sent. */
  LEDGER_TABLE: Text,
  /** What happens to events while that table is unavailable. */
  LEDGER_OUTAGE: v.optional(v.picklist(['wait', 'deliver'], 'must be wait or deliver'), 'wait'),
  /** How long an event waits after its first try, and the longest wait. With a shorter one, 1,000 receives would not last 10 days. */
  BACK_OFF_SECONDS: v.optional(Seconds, '10'),
  MAX_BACK_OFF_SECONDS: v.optional(Seconds, '1200'),
  /** Origin of the Import API. */
  DFINERY_BASE_URL: DfineryOrigin,
});

/** Replaces the origin of every shop's API, for trials. */
const ShopApiOrigin = v.optional(LoopbackOrHttpsOrigin);

const FetchConfigSchema = v.object({
  ...tombstoneEntries,
  EVENTS_QUEUE_URL: Url,
  FETCHES_QUEUE_URL: Url,
  FETCHES_DEAD_LETTER_QUEUE_URL: Url,
  PARKED_BUCKET: Text,
  CONNECTIONS_PATH: ParameterPath,
  /** Name of the table of API tokens. */
  TOKENS_TABLE: Text,
  BACK_OFF_SECONDS: v.optional(Seconds, '30'),
  MAX_BACK_OFF_SECONDS: v.optional(Seconds, '3600'),
  SHOP_API_BASE_URL: ShopApiOrigin,
});

const EraseConfigSchema = v.object({
  ...tombstoneEntries,
  LEDGER_TABLE: Text,
  ERASURES_QUEUE_URL: Url,
  ERASURES_DEAD_LETTER_QUEUE_URL: Url,
  PARKED_BUCKET: Text,
  CONNECTIONS_PATH: ParameterPath,
  DFINERY_BASE_URL: DfineryOrigin,
  BACK_OFF_SECONDS: v.optional(Seconds, '30'),
  MAX_BACK_OFF_SECONDS: v.optional(Seconds, '3600'),
  /** Longer than a function that looked for tombstones before these were written can still run. */
  STAND_DOWN_SECONDS: v.optional(Seconds, '150'),
});

const RefreshConfigSchema = v.object({
  CONNECTIONS_PATH: ParameterPath,
  TOKENS_TABLE: Text,
  SHOP_API_BASE_URL: ShopApiOrigin,
});

const PollConfigSchema = v.object({
  ...tombstoneEntries,
  EVENTS_QUEUE_URL: Url,
  FETCHES_QUEUE_URL: Url,
  ERASURES_QUEUE_URL: Url,
  PARKED_BUCKET: Text,
  CONNECTIONS_PATH: ParameterPath,
  TOKENS_TABLE: Text,
  LEDGER_TABLE: Text,
  SHOP_API_BASE_URL: ShopApiOrigin,
  /** How long a change is left to the webhook that may be on its way. */
  HOLD_SECONDS: v.optional(Seconds, '120'),
});

const VerifyConfigSchema = v.object({
  CONNECTIONS_PATH: ParameterPath,
  LEDGER_TABLE: Text,
  ...tombstoneEntries,
  DFINERY_BASE_URL: DfineryOrigin,
});

const AlarmConfigSchema = v.object({
  /** Name of the SecureString parameter that holds the address of the alarms' webhook. */
  ALARM_WEBHOOK_PARAMETER: ParameterPath,
  /** What the webhook takes. */
  ALARM_WEBHOOK_SHAPE: v.picklist(['slack', 'json'], 'must be slack or json'),
});

const OperatorConfigSchema = v.object({
  ...tombstoneEntries,
  ERASURES_QUEUE_URL: Url,
  ERASURES_DEAD_LETTER_QUEUE_URL: Url,
  EVENTS_QUEUE_URL: Url,
  DEAD_LETTER_QUEUE_URL: Url,
  FETCHES_QUEUE_URL: Url,
  FETCHES_DEAD_LETTER_QUEUE_URL: Url,
  PARKED_BUCKET: Text,
  LEDGER_TABLE: Text,
  TOKENS_TABLE: Text,
  CONNECTIONS_PATH: ParameterPath,
  SHOP_API_BASE_URL: ShopApiOrigin,
  /** Origin of the webhook addresses. */
  ADAPTER_URL: v.optional(Url),
  /** The version that is deployed. */
  ADAPTER_VERSION: v.optional(Text),
  /** Names of the log groups of all functions, separated by commas. */
  LOG_GROUPS: v.optional(Text),
  /** Name of the log group of what operators change. */
  CHANGES_LOG_GROUP: v.optional(Text),
  /** Dimension `service` of the metrics, and their namespace. */
  POWERTOOLS_SERVICE_NAME: v.optional(Text),
  POWERTOOLS_METRICS_NAMESPACE: v.optional(Text),
  /** The commit that is deployed. */
  ADAPTER_COMMIT: v.optional(Text),
  /** Where alarms are published. */
  ALARM_TOPIC_ARN: v.optional(Text),
  /** Whether the deployment names an address for alarms. */
  ALARM_EMAIL_WANTED: v.optional(v.picklist(['yes', 'no'])),
  /** Begins the names of the functions. */
  FUNCTION_PREFIX: v.optional(Text),
});

const Limit = v.pipe(Text, v.regex(/^\d{1,16}$/, 'is not a whole number'), v.transform(Number));

const TelemetryConfigSchema = v.object({
  POWERTOOLS_SERVICE_NAME: v.optional(Text, 'adapter'),
  POWERTOOLS_METRICS_NAMESPACE: v.optional(Text),
  /** How old an event or a privacy request, and a fetch, may get until a person has to look. */
  OLDEST_EVENT_ALARM_MS: v.optional(Limit, '7200000'),
  OLDEST_FETCH_ALARM_MS: v.optional(Limit, '7200000'),
  /** The same of a shop that is polled and not read to its end. */
  POLL_LAG_ALARM_MS: v.optional(Limit, '7200000'),
  /** The same of orders that one poll brought and no webhook. */
  RECOVERED_ORDERS_ALARM: v.optional(Limit, '1'),
});

const Port = v.pipe(
  Text,
  v.regex(/^\d+$/, 'is not a port'),
  v.transform(Number),
  v.maxValue(65535, 'is not a port'),
);

const LocalConfigSchema = v.object({
  PORT: v.optional(Port, '3000'),
  CONSOLE_PORT: v.optional(Port),
  CONNECTIONS_FILE: v.optional(Text),
  /** If set, events go there instead of to the built-in stand-in. */
  DFINERY_BASE_URL: v.optional(LoopbackOrHttpsOrigin),
  SHOP_API_BASE_URL: ShopApiOrigin,
  /** Seconds between two polls. Not set: shops are not polled. */
  POLL_SECONDS: v.optional(Seconds),
  HOLD_SECONDS: v.optional(Seconds),
  /** How the functions' own lines are shown. */
  LOG: v.optional(v.picklist(['text', 'json'], 'must be text or json'), 'text'),
});

export type FetchConfig = v.InferOutput<typeof FetchConfigSchema>;
export type EraseConfig = v.InferOutput<typeof EraseConfigSchema>;
export type PollConfig = v.InferOutput<typeof PollConfigSchema>;
export type RefreshConfig = v.InferOutput<typeof RefreshConfigSchema>;
export type AlarmConfig = v.InferOutput<typeof AlarmConfigSchema>;
export type VerifyConfig = v.InferOutput<typeof VerifyConfigSchema>;
export type ReceiverConfig = v.InferOutput<typeof ReceiverConfigSchema>;
export type DrainConfig = v.InferOutput<typeof DrainConfigSchema>;
export type OperatorConfig = v.InferOutput<typeof OperatorConfigSchema>;
export type TelemetryConfig = v.InferOutput<typeof TelemetryConfigSchema>;
export type LocalConfig = v.InferOutput<typeof LocalConfigSchema>;

/** Reads what the receiver needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readReceiverConfig = (environment: Environment = process.env): ReceiverConfig =>
  readEnvironment(ReceiverConfigSchema, environment);

/** Reads what the drain needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readDrainConfig = (environment: Environment = process.env): DrainConfig =>
  readEnvironment(DrainConfigSchema, environment);

/** Reads what the fetching function needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readFetchConfig = (environment: Environment = process.env): FetchConfig =>
  readEnvironment(FetchConfigSchema, environment);

/** Reads what the erasing function needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readEraseConfig = (environment: Environment = process.env): EraseConfig =>
  readEnvironment(EraseConfigSchema, environment);

/** Reads what the refresh of tokens needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readRefreshConfig = (environment: Environment = process.env): RefreshConfig =>
  readEnvironment(RefreshConfigSchema, environment);

/** Reads what the polling function needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readPollConfig = (environment: Environment = process.env): PollConfig =>
  readEnvironment(PollConfigSchema, environment);

/** Reads what the check of arrivals needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readVerifyConfig = (environment: Environment = process.env): VerifyConfig =>
  readEnvironment(VerifyConfigSchema, environment);

/** Reads what posting alarms needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readAlarmConfig = (environment: Environment = process.env): AlarmConfig =>
  readEnvironment(AlarmConfigSchema, environment);

/** Reads how log lines and metrics are named. @throws {ConfigError} a variable is empty. */
export const readTelemetryConfig = (environment: Environment = process.env): TelemetryConfig =>
  readEnvironment(TelemetryConfigSchema, environment);

/** Reads Dfinery's origin. @throws {ConfigError} it is not an allowed origin. */
export const readDfineryOrigin = (environment: Environment): URL =>
  readEnvironment(v.object({ DFINERY_BASE_URL: DfineryOrigin }), environment).DFINERY_BASE_URL;

/** Reads what commands need to find the adapter. @throws {ConfigError} names every variable that is missing or wrong. */
export const readOperatorConfig = (environment: Environment): OperatorConfig =>
  readEnvironment(OperatorConfigSchema, environment);

/** Reads what the local stack needs. @throws {ConfigError} names every variable that is missing or wrong, at once. */
export const readLocalConfig = (environment: Environment = process.env): LocalConfig =>
  readEnvironment(LocalConfigSchema, environment);

function readEnvironment<Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Environment,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, environment);
  if (result.success) return result.output;
  throw new ConfigError('Environment variables are missing or wrong', toIssues(result.issues));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
