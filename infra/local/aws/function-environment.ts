import type { Emulator } from './emulator.ts';
import { LOCAL_REGION, localClientSettings } from './local-aws.ts';
import { LOCAL_CHANGES_GROUP, LOCAL_LOG_GROUPS } from './local-log-groups.ts';
import type { Tables } from './tables.ts';

/** Parent of all parameters of the local stack. */
export const LOCAL_CONNECTIONS_PATH = '/adapter/local/connections';

/** The parameter with the key of the tombstones. */
const LOCAL_ERASURE_KEY = '/adapter/local/erasure-key';

/** Environment variables of all functions. */
export type FunctionEnvironment = Readonly<Record<string, string>>;

/** Returns the environment that leads the functions to the stand-ins, with nothing of a real AWS account. */
export function functionEnvironment(
  { emulator, tables }: { readonly emulator: Emulator; readonly tables: Tables },
  urls: { readonly parameterStore: string; readonly dfinery: string; readonly cloudWatch: string },
): FunctionEnvironment {
  const { credentials } = localClientSettings(emulator.endpoint);
  return {
    EVENTS_QUEUE_URL: emulator.eventsQueueUrl,
    DEAD_LETTER_QUEUE_URL: emulator.deadLetterQueueUrl,
    FETCHES_QUEUE_URL: emulator.fetchesQueueUrl,
    FETCHES_DEAD_LETTER_QUEUE_URL: emulator.fetchesDeadLetterQueueUrl,
    ERASURES_QUEUE_URL: emulator.erasuresQueueUrl,
    ERASURES_DEAD_LETTER_QUEUE_URL: emulator.erasuresDeadLetterQueueUrl,
    ERASURES_TABLE: tables.erasures,
    ERASURE_KEY_PARAMETER: LOCAL_ERASURE_KEY,
    LEDGER_TABLE: tables.ledger,
    TOKENS_TABLE: tables.tokens,
    PARKED_BUCKET: emulator.parkedBucket,
    CONNECTIONS_PATH: LOCAL_CONNECTIONS_PATH,
    DFINERY_BASE_URL: urls.dfinery,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: emulator.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_S3: emulator.endpoint,
    AWS_ENDPOINT_URL_SSM: urls.parameterStore,
    AWS_ENDPOINT_URL_CLOUDWATCH: urls.cloudWatch,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: urls.cloudWatch,
    LOG_GROUPS: LOCAL_LOG_GROUPS,
    CHANGES_LOG_GROUP: LOCAL_CHANGES_GROUP,
    POWERTOOLS_SERVICE_NAME: 'adapter',
    POWERTOOLS_METRICS_NAMESPACE: 'adapter',
  };
}
