import { SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { subscribedTopics } from '../../lib/sources/subscribed-topics.ts';
import { type CloudWatchDouble, startCloudWatchDouble } from './aws/cloudwatch-double.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './aws/emulator.ts';
import {
  type EventSourceMapping,
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from './aws/event-source-mapping.ts';
import {
  type FunctionEnvironment,
  functionEnvironment,
  LOCAL_CONNECTIONS_PATH,
} from './aws/function-environment.ts';
import { type HttpFrontOptions, startHttpFront } from './aws/http-front.ts';
import type { Invoke } from './aws/invoke.ts';
import { localClientSettings } from './aws/local-aws.ts';
import { type ParameterStoreDouble, startParameterStoreDouble } from './aws/parameter-store-double.ts';
import { startTables, type Tables } from './aws/tables.ts';
import type { Connections } from './connections-file.ts';
import { type DfineryDouble, startDfineryDouble } from './dfinery-double/dfinery-double.ts';
import type { DfineryDoubleOptions } from './dfinery-double/double-state.ts';
import { INSPECTION_PREFIX } from './dfinery-double/inspection.ts';
import { registeredService } from './dfinery-double/registered-service.ts';
import { frontPage } from './front-page.ts';
import { SHOP_PREFIX, shopHandler } from './shop-double/shop-handler.ts';
import { type ShopifyShop, type ShopifyShopOptions, startShopifyShop } from './shop-double/shopify-shop.ts';
import { startSchedule } from './start-schedule.ts';
import { createStopList } from './stop-list.ts';

/** The functions of the adapter, however they are run. */
export interface Functions {
  readonly receive: Invoke<APIGatewayProxyEventV2>;
  readonly drain: Invoke<SQSEvent>;
  readonly fetch: Invoke<SQSEvent>;
  readonly erase: Invoke<SQSEvent>;
  readonly poll: Invoke<ScheduledEvent>;
  readonly refreshTokens: Invoke<ScheduledEvent>;
  readonly stop?: () => Promise<void>;
}

export interface StackOptions
  extends Pick<HttpFrontOptions, 'onAnswer'>,
    Pick<DfineryDoubleOptions, 'onAccepted' | 'onRefused' | 'onCall'>,
    Pick<EmulatorOptions, 'visibilitySeconds'> {
  /** Port for webhooks. Default 0, any free one. */
  readonly port?: number;
  /** Asked at every look-up, so an edit of the file takes effect. */
  readonly connections: () => Promise<Connections>;
  /** If given, events go there, and no stand-in for Dfinery is started. */
  readonly dfineryBaseUrl?: string | undefined;
  /** If given, a stand-in of a Shopify shop with this app answers in place of every shop's API. */
  readonly shopClient?: ShopifyShopOptions['client'] | undefined;
  /** The stand-in for CloudWatch takes what the functions log, if they are run so that it can be read. */
  readonly startFunctions: (
    environment: FunctionEnvironment,
    cloudWatch: CloudWatchDouble,
  ) => Promise<Functions>;
  /** Overrides variables of the functions. */
  readonly environment?: FunctionEnvironment;
  /** Seconds between two polls of the shops. Default: shops are polled only if somebody calls the function. */
  readonly pollSeconds?: number | undefined;
  /** If given, it stands between the `events` queue and the drain. */
  readonly watchDrain?: (drain: Invoke<SQSEvent>) => Invoke<SQSEvent>;
  /** See `startEventSourceMapping`. */
  readonly longPollSeconds?: number;
  /** Returns the address of the console, to which the front page leads. */
  readonly consoleUrl?: () => string | undefined;
  /** Called if a stand-in meets trouble with the connections file or the queue. */
  readonly onError?: (error: unknown) => void;
}

export interface Stack {
  /** Origin of the webhook addresses; it serves `/__double/` too, and `/__shop/` if a shop is played. */
  readonly url: string;
  readonly dfinery: DfineryDouble | undefined;
  readonly emulator: Emulator;
  readonly tables: Tables;
  /** The environment of the functions; commands find the stack by it. */
  readonly environment: FunctionEnvironment;
  readonly parameterStore: ParameterStoreDouble;
  readonly cloudWatch: CloudWatchDouble;
  /** Between the `events` queue and the drain, and between `fetches` and the fetching function. */
  readonly mapping: EventSourceMapping;
  readonly fetchMapping: EventSourceMapping;
  /** Between `erasures` and the erasing function. */
  readonly eraseMapping: EventSourceMapping;
  readonly functions: Functions;
  /** Stops everything, the last started first. */
  stop(): Promise<void>;
}

/**
 * Starts the whole adapter on 127.0.0.1: stand-ins for SQS, S3, SSM, API Gateway, the event source mapping, Dfinery and,
 * if asked for, a shop, with the functions between them. No clock refreshes tokens here, and shops are polled only if asked
 * for. Leaves nothing running if a part does not start.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stops = createStopList();
  try {
    const { visibilitySeconds = 370, longPollSeconds, onError } = options;
    const polling = {
      ...(longPollSeconds !== undefined && { longPollSeconds }),
      ...(onError && { onError }),
    };
    const emulator = stops.add(await startEmulator({ visibilitySeconds }));
    const tables = stops.add(await startTables());
    const parameterStore = stops.add(
      await startParameterStoreDouble({ ...options, path: LOCAL_CONNECTIONS_PATH }),
    );
    const dfinery = options.dfineryBaseUrl === undefined ? stops.add(await startDfinery(options)) : undefined;
    const cloudWatch = stops.add(await startCloudWatchDouble(onError && { onError }));
    const shop = options.shopClient && stops.add(await startShopifyShop({ client: options.shopClient }));
    const urls = {
      cloudWatch: cloudWatch.url,
      parameterStore: parameterStore.url,
      dfinery: options.dfineryBaseUrl ?? dfinery?.url ?? '',
    };
    const environment = {
      ...functionEnvironment({ emulator, tables }, urls),
      ...(shop && { SHOP_API_BASE_URL: shop.url }),
      ...options.environment,
    };
    const functions = stops.add(await options.startFunctions(environment, cloudWatch));
    const drain = options.watchDrain?.(functions.drain) ?? functions.drain;
    const mapping = stops.add(startMapping(emulator, { ...polling, invoke: drain, ...eventsOf(emulator) }));
    const fetchMapping = stops.add(
      startMapping(emulator, {
        ...polling,
        invoke: functions.fetch,
        ...fetchesOf(emulator),
        ...fetchSettings,
      }),
    );
    const eraseMapping = stops.add(
      startMapping(emulator, {
        ...polling,
        invoke: functions.erase,
        ...erasuresOf(emulator),
        ...fetchSettings,
      }),
    );
    const front = stops.add(
      await startHttpFront({
        port: options.port ?? 0,
        invoke: functions.receive,
        mounts: [
          { prefix: '/', handler: frontPage(options.consoleUrl) },
          ...(dfinery ? [{ prefix: INSPECTION_PREFIX, handler: dfinery.inspection }] : []),
          ...(shop ? [{ prefix: SHOP_PREFIX, handler: shopHandler(shop) }] : []),
        ],
        ...(options.onAnswer && { onAnswer: options.onAnswer }),
      }),
    );
    if (shop) subscribeAll(shop, await options.connections(), front.url);
    if (options.pollSeconds !== undefined) {
      stops.add(startSchedule(functions.poll, options.pollSeconds * 1_000));
    }
    return {
      url: front.url,
      dfinery,
      emulator,
      tables,
      environment,
      parameterStore,
      cloudWatch,
      mapping,
      fetchMapping,
      eraseMapping,
      functions,
      stop: () => stops.stopAll(),
    };
  } catch (error) {
    await stops.stopAll();
    throw error;
  }
}

/** As after `adapter webhooks shopify register` for each connection of the app. */
function subscribeAll(shop: ShopifyShop, connections: Connections, origin: string): void {
  for (const [id, connection] of Object.entries(connections)) {
    if (connection.source !== shopify.id || connection.api?.clientId !== shop.client.clientId) continue;
    const uri = `${origin}/webhooks/${shopify.id}/${id}`;
    for (const topic of subscribedTopics(shopify, connection)) {
      shop.webhooks.push({ id: `${id}-${topic}`, topic, uri });
    }
  }
}

function startDfinery(options: StackOptions): Promise<DfineryDouble> {
  return startDfineryDouble({
    ...(options.onAccepted && { onAccepted: options.onAccepted }),
    ...(options.onRefused && { onRefused: options.onRefused }),
    ...(options.onCall && { onCall: options.onCall }),
    findService: async (serviceId) => registeredService(await options.connections(), serviceId),
  });
}

function eventsOf({ eventsQueueUrl: queueUrl, eventsQueueArn: queueArn }: Emulator) {
  return { queueUrl, queueArn };
}

function fetchesOf({ fetchesQueueUrl: queueUrl, fetchesQueueArn: queueArn }: Emulator) {
  return { queueUrl, queueArn };
}

function erasuresOf({ erasuresQueueUrl: queueUrl, erasuresQueueArn: queueArn }: Emulator) {
  return { queueUrl, queueArn };
}

/** As deployed. */
const fetchSettings = { batchSize: 10, concurrency: 2 };

function startMapping(
  { endpoint }: Emulator,
  options: Omit<EventSourceMappingOptions, 'sqs'>,
): EventSourceMapping {
  return startEventSourceMapping({ ...options, sqs: new SQSClient(localClientSettings(endpoint)) });
}
