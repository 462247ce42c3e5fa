import type { ShopConnection } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import type { Tombstones } from '../model/subject.ts';
import { countMessages } from '../queue/count-messages.ts';
import { createDeadLetters, type DeadLetters } from '../queue/held-letters.ts';
import { type LetterQueue, letterReaders } from '../queue/letter-message.ts';
import { createMessageQueue, type MessageQueue } from '../queue/message-queue.ts';
import { type OperatorConfig, readOperatorConfig } from '../runtime/config.ts';
import type { ApiClient } from '../sources/shop-api.ts';
import { type ConnectionStore, createConnectionStore } from '../stores/connections/connection-store.ts';
import {
  apiClientLookup,
  type ConnectionLookup,
  shopConnectionLookup,
} from '../stores/connections/parameter-store.ts';
import { createStoredConnections, type StoredConnections } from '../stores/connections/stored-connections.ts';
import { createDynamoDbLedger } from '../stores/ledger/dynamodb-ledger.ts';
import { createHeardFrom, type HeardFrom } from '../stores/ledger/heard-from.ts';
import { createLastAnswers, type LastAnswers } from '../stores/ledger/last-answers.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import { createLedgerOfConnection, type LedgerOfConnection } from '../stores/ledger/left-behind.ts';
import { createLeftOutAmounts, type LeftOutAmounts } from '../stores/ledger/left-out.ts';
import { createPollPlaces, type PollPlaces } from '../stores/ledger/poll-places.ts';
import { createSentSince, type SentSince } from '../stores/ledger/sent-parts.ts';
import { createServicePauses, type ServicePauses } from '../stores/ledger/service-pauses.ts';
import { createParkedBucket, type ParkedBucket } from '../stores/parked/parked-bucket.ts';
import { createParkedDeliveries, type ParkedDeliveries } from '../stores/parked/parked-deliveries.ts';
import type { ChangeLog } from '../stores/telemetry/change-log.ts';
import type { LogReader } from '../stores/telemetry/log-reader.ts';
import type { MetricReader } from '../stores/telemetry/metric-reader.ts';
import { createTokenStore, type TokenStore } from '../stores/tokens/token-store.ts';
import { createDynamoDbTombstones } from '../stores/tombstones/dynamodb-tombstones.ts';
import { createErasureKey, type ErasureKey } from '../stores/tombstones/erasure-key.ts';
import type { ErasureRecords } from '../stores/tombstones/erasure-record.ts';
import { createErasureRecords } from '../stores/tombstones/erasure-records.ts';
import {
  createStandingTombstones,
  type StandingTombstones,
} from '../stores/tombstones/standing-tombstones.ts';
import type { Terminal } from './command.ts';
import {
  type AccessArguments,
  type Environment,
  findEnvironment,
  stageEnvironment,
  stageOf,
} from './find-environment.ts';
import {
  type AlarmSubscription,
  type Clients,
  type EventSourceState,
  openClients,
  readCaller,
  readConcurrency,
  readEventSources,
  readSubscriptions,
} from './open-clients.ts';

export { ACCESS_OPTIONS } from './access-options.ts';

/** Returns the same options as words, for a command that is printed to be typed. */
export function accessWords({ stage, region, local }: AccessArguments): string[] {
  if (local) return ['--local'];
  if (stage === undefined) return [];
  return ['--stage', stage, ...(region === undefined ? [] : ['--region', region])];
}

/** How long a step of a command may take at AWS, retries included: a person waits, not a shop. */
const BUDGET_MS = 20_000;

/** The connections of an adapter. Disposing of the access closes its AWS clients. */
export interface ConnectionsAccess extends Disposable {
  readonly environment: Environment;
  readonly connections: () => StoredConnections;
  /** True for the stack of `npm start`. */
  readonly isLocal: boolean;
  /** Returns the ARN of whoever runs the command, or `local`. Throws if AWS does not say. */
  readonly caller: () => Promise<string>;
  /** Where changes are noted. `undefined` if the environment names no such log. */
  readonly changeLog: () => Promise<ChangeLog | undefined>;
}

/** The stores and queues of an adapter, for a command. Disposing of the access closes its AWS clients. */
export interface OperatorAccess extends ConnectionsAccess {
  readonly config: OperatorConfig;
  /** Returns the origin of the webhook addresses. @throws {ConfigError} it is not known. */
  readonly address: () => string;
  /** Returns how many executions all functions of the account may have at once. */
  readonly concurrency: () => Promise<number>;
  /** Returns the event sources of a function by its whole name. */
  readonly eventSources: (functionName: string) => Promise<readonly EventSourceState[]>;
  /** Returns who is told of what is published on a topic. */
  readonly subscriptions: (topicArn: string) => Promise<readonly AlarmSubscription[]>;
  /** The connections as the receiver sees them. */
  readonly shopConnections: () => ConnectionStore<ShopConnection>;
  /** The apps that shops gave access to, by connection. */
  readonly apiClients: () => ConnectionStore<ApiClient>;
  readonly pollPlaces: () => PollPlaces;
  readonly heardFrom: () => Pick<HeardFrom, 'read'>;
  /** What holds events back, by lane. */
  readonly pauses: () => Pick<ServicePauses, 'read'>;
  readonly lastAnswers: () => Pick<LastAnswers, 'read'>;
  /** @throws {ConfigError} the stack names no metrics. */
  readonly metrics: () => Promise<MetricReader>;
  /** The logs of all functions, and of what operators changed. @throws {ConfigError} the stack names no log groups. */
  readonly logs: () => Promise<LogReader>;
  readonly ledger: () => Ledger;
  readonly leftOut: () => Pick<LeftOutAmounts, 'read'>;
  readonly tombstones: () => Tombstones;
  /** The key of the tombstones, if one was made. */
  readonly erasureKey: () => Pick<ErasureKey, 'read'>;
  /** Looks tombstones up by their ids. */
  readonly standing: () => StandingTombstones;
  /** Reads what was sent, without an index: a scan of the whole ledger. */
  readonly sentSince: () => SentSince;
  /** Finds and removes what the ledger's table holds of a connection. */
  readonly ledgerOfConnection: () => LedgerOfConnection;
  readonly erasureRecords: () => Pick<ErasureRecords, 'list'>;
  readonly tokens: () => TokenStore;
  readonly parked: () => ParkedDeliveries;
  readonly parkedBucket: () => ParkedBucket;
  readonly queue: (name: LetterQueue) => MessageQueue;
  readonly queueUrl: (name: LetterQueue) => string;
  readonly letters: (name: LetterQueue) => DeadLetters;
  /** Counts the messages of a queue. */
  readonly depth: (name: LetterQueue) => ReturnType<typeof countMessages>;
  /** Counts the dead letters of a queue. */
  readonly lettersDepth: (name: LetterQueue) => ReturnType<typeof countMessages>;
}

/**
 * Opens the adapter that a command works on: that of a deployed stage, of `npm start`, or of the environment.
 * @throws {UsageError} no adapter is requested, or both a stage and the local stack. @throws {ConfigError} the adapter is not found.
 */
export async function openAccess(args: AccessArguments, terminal: Terminal): Promise<OperatorAccess> {
  const environment = await findEnvironment(args, terminal);
  const config = readOperatorConfig(environment);
  const clients = openClients(environment, { isLocal: args.local ?? false });
  return accessTo({ environment, config, clients, isLocal: args.local ?? false, sleep: terminal.sleep });
}

/** Opens the connections of an adapter. A stage need not be deployed yet. Throws as `openAccess` does. */
export async function openConnections(args: AccessArguments, terminal: Terminal): Promise<ConnectionsAccess> {
  const stage = stageOf(args, terminal);
  if (stage === undefined) return openAccess(args, terminal);
  const environment = await stageEnvironment(stage, args, terminal);
  const clients = openClients(environment, { isLocal: false });
  const path = environment.CONNECTIONS_PATH;
  return {
    environment,
    connections: () => createStoredConnections({ ssm: clients.ssm(), path, sleep: terminal.sleep }),
    ...changesOf({ environment, clients, isLocal: false }),
    [Symbol.dispose]: clients[Symbol.dispose],
  };
}

interface Adapter {
  readonly environment: Environment;
  readonly config: OperatorConfig;
  readonly clients: Clients;
  readonly isLocal: boolean;
  readonly sleep: Terminal['sleep'];
}

function accessTo({ environment, config, clients, isLocal, sleep }: Adapter): OperatorAccess {
  const { sqs, s3, ssm, dynamoDb } = clients;
  const { PARKED_BUCKET: bucket, CONNECTIONS_PATH: path } = config;
  const budgetMs = BUDGET_MS;
  const addresses = addressesOf(config);
  const erasureKey = () => createErasureKey({ ssm: ssm(), name: config.ERASURE_KEY_PARAMETER });
  const tableOf = (table: string) => ({ dynamoDb: dynamoDb(), table, budgetMs, now: Date.now });
  return {
    environment,
    config,
    ...changesOf({ environment, clients, isLocal }),
    address: () => {
      if (config.ADAPTER_URL !== undefined) return config.ADAPTER_URL;
      throw new ConfigError('ADAPTER_URL is not set: set it, or add --stage NAME or --local');
    },
    connections: () => createStoredConnections({ ssm: ssm(), path, sleep }),
    concurrency: () => readConcurrency(environment),
    eventSources: (functionName) => readEventSources(environment, functionName),
    subscriptions: (topicArn) => readSubscriptions(environment, topicArn),
    shopConnections: () => storeOf(shopConnectionLookup({ ssm: ssm(), path })),
    apiClients: () => storeOf(apiClientLookup({ ssm: ssm(), path })),
    pollPlaces: () => createPollPlaces(tableOf(config.LEDGER_TABLE)),
    heardFrom: () => createHeardFrom(tableOf(config.LEDGER_TABLE)),
    pauses: () => createServicePauses(tableOf(config.LEDGER_TABLE)),
    lastAnswers: () => createLastAnswers(tableOf(config.LEDGER_TABLE)),
    metrics: async () => {
      const { POWERTOOLS_METRICS_NAMESPACE: namespace, POWERTOOLS_SERVICE_NAME: service } = config;
      if (namespace === undefined || service === undefined) throw notNamed('POWERTOOLS_SERVICE_NAME');
      const { createMetricReader } = await import('../stores/telemetry/metric-reader.ts');
      return createMetricReader({ cloudWatch: await clients.cloudWatch(), namespace, service, budgetMs });
    },
    logs: async () => {
      if (config.LOG_GROUPS === undefined) throw notNamed('LOG_GROUPS');
      const groups = [...config.LOG_GROUPS.split(','), ...(config.CHANGES_LOG_GROUP?.split(',') ?? [])];
      const { createLogReader } = await import('../stores/telemetry/log-reader.ts');
      return createLogReader(await clients.logs(), groups);
    },
    ledger: () => createDynamoDbLedger(tableOf(config.LEDGER_TABLE)),
    leftOut: () => createLeftOutAmounts(tableOf(config.LEDGER_TABLE)),
    erasureKey,
    tombstones: () => {
      const key = erasureKey().read;
      return createDynamoDbTombstones({ ...tableOf(config.ERASURES_TABLE), key });
    },
    standing: () => createStandingTombstones(tableOf(config.ERASURES_TABLE)),
    sentSince: () => createSentSince({ dynamoDb: dynamoDb(), table: config.LEDGER_TABLE }),
    ledgerOfConnection: () => createLedgerOfConnection(tableOf(config.LEDGER_TABLE)),
    erasureRecords: () => createErasureRecords({ ...tableOf(config.ERASURES_TABLE), key: neverAsked }),
    tokens: () => createTokenStore(tableOf(config.TOKENS_TABLE)),
    parked: () => createParkedDeliveries({ s3: s3(), bucket, budgetMs }),
    parkedBucket: () => createParkedBucket({ bucket, budgetMs, createClient: s3 }),
    queue: (name) => createMessageQueue({ sqs: sqs(), queueUrl: addresses[name].queueUrl, budgetMs }),
    queueUrl: (name) => addresses[name].queueUrl,
    letters: (name) => {
      const { deadLettersUrl: queueUrl, queueUrl: homeQueueUrl } = addresses[name];
      return createDeadLetters({ sqs: sqs(), queueUrl, homeQueueUrl, readMessage: letterReaders[name] });
    },
    depth: (name) => countMessages(sqs(), addresses[name].queueUrl),
    lettersDepth: (name) => countMessages(sqs(), addresses[name].deadLettersUrl),
    [Symbol.dispose]: clients[Symbol.dispose],
  };
}

/** A note of a change must not hold up the person who made it. */
const NOTE_BUDGET_MS = 3_000;

function changesOf({
  environment,
  clients,
  isLocal,
}: Pick<Adapter, 'environment' | 'clients' | 'isLocal'>): Pick<
  ConnectionsAccess,
  'isLocal' | 'caller' | 'changeLog'
> {
  return {
    isLocal,
    caller: () => (isLocal ? Promise.resolve('local') : readCaller(environment, NOTE_BUDGET_MS)),
    changeLog: async () => {
      const group = environment['CHANGES_LOG_GROUP'];
      if (group === undefined) return undefined;
      const { createChangeLog } = await import('../stores/telemetry/change-log.ts');
      return createChangeLog({ logs: await clients.logs(), group, budgetMs: NOTE_BUDGET_MS });
    },
  };
}

function notNamed(variable: string): ConfigError {
  return new ConfigError(
    `${variable} is not known: the stack was deployed by an older version. Deploy it anew`,
  );
}

function storeOf<Value>(lookUp: ConnectionLookup<Value>): ConnectionStore<Value> {
  return createConnectionStore({ lookUp, now: () => new Date(), trustsIds: true });
}

function addressesOf(config: OperatorConfig) {
  return {
    events: { queueUrl: config.EVENTS_QUEUE_URL, deadLettersUrl: config.DEAD_LETTER_QUEUE_URL },
    fetches: { queueUrl: config.FETCHES_QUEUE_URL, deadLettersUrl: config.FETCHES_DEAD_LETTER_QUEUE_URL },
    erasures: { queueUrl: config.ERASURES_QUEUE_URL, deadLettersUrl: config.ERASURES_DEAD_LETTER_QUEUE_URL },
  } satisfies Record<LetterQueue, object>;
}

/** Records are only listed here, which needs no key. */
function neverAsked(): Promise<never> {
  return Promise.reject(new Error('The key of the tombstones is not used here'));
}
