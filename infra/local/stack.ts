import { SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import type { Connections } from './connections-file.ts';
import {
  type DfineryDouble,
  type DfineryDoubleOptions,
  startDfineryDouble,
} from './dfinery-double/dfinery-double.ts';
import { INSPECTION_PREFIX } from './dfinery-double/inspection.ts';
import { registeredService } from './dfinery-double/registered-service.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { type EventSourceMapping, startEventSourceMapping } from './event-source-mapping.ts';
import {
  type FunctionEnvironment,
  functionEnvironment,
  LOCAL_CONNECTIONS_PATH,
} from './function-environment.ts';
import { type HttpFrontOptions, startHttpFront } from './http-front.ts';
import type { Invoke } from './invoke.ts';
import { type LedgerTable, startLedgerTable } from './ledger-table.ts';
import { localClientSettings } from './local-aws.ts';
import { type ParameterStoreDouble, startParameterStoreDouble } from './parameter-store-double.ts';
import { createStopList } from './stop-list.ts';

/** The two functions of the adapter, however they are run. */
export interface Functions {
  readonly receive: Invoke<APIGatewayProxyEventV2>;
  readonly drain: Invoke<SQSEvent>;
  readonly stop?: () => Promise<void>;
}

export interface StackOptions
  extends Pick<HttpFrontOptions, 'onAnswer'>,
    Pick<DfineryDoubleOptions, 'onAccepted' | 'onRefused'>,
    Pick<EmulatorOptions, 'visibilitySeconds'> {
  /** Where the webhooks are received; 0 takes any free one. Default 0. */
  readonly port?: number;
  /** Asked again and again, so that an edit of the file takes effect. */
  readonly connections: () => Promise<Connections>;
  /** Given: events go there, and there is no stand-in for Dfinery. */
  readonly dfineryBaseUrl?: string | undefined;
  readonly startFunctions: (environment: FunctionEnvironment) => Promise<Functions>;
  /** Variables of the functions that are to differ. */
  readonly environment?: FunctionEnvironment;
  /** See `startEventSourceMapping`. */
  readonly longPollSeconds?: number;
  /** Called where a stand-in met trouble: the connections file, or the queue. */
  readonly onError?: (error: unknown) => void;
}

export interface Stack {
  /** Origin of the webhook addresses; `/__double/` is served there as well. */
  readonly url: string;
  readonly dfinery: DfineryDouble | undefined;
  readonly emulator: Emulator;
  readonly ledger: LedgerTable;
  /** What the functions were told; commands find the stack by it. */
  readonly environment: FunctionEnvironment;
  readonly parameterStore: ParameterStoreDouble;
  readonly mapping: EventSourceMapping;
  /** Stops everything, the last started first. */
  stop(): Promise<void>;
}

/**
 * Starts the whole adapter on 127.0.0.1: stand-ins for SQS, S3, SSM, API Gateway, the event source mapping and Dfinery,
 * with the two functions between them. Leaves nothing running where a part does not start.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stops = createStopList();
  try {
    const { visibilitySeconds = 370 } = options;
    const emulator = stops.add(await startEmulator({ visibilitySeconds }));
    const ledger = stops.add(await startLedgerTable());
    const parameterStore = stops.add(
      await startParameterStoreDouble({ ...options, path: LOCAL_CONNECTIONS_PATH }),
    );
    const dfinery = options.dfineryBaseUrl === undefined ? stops.add(await startDfinery(options)) : undefined;
    const urls = {
      parameterStore: parameterStore.url,
      dfinery: options.dfineryBaseUrl ?? dfinery?.url ?? '',
    };
    const environment = { ...functionEnvironment({ emulator, ledger }, urls), ...options.environment };
    const functions = stops.add(await options.startFunctions(environment));
    const mapping = stops.add(startMapping(emulator, { ...options, invoke: functions.drain }));
    const front = stops.add(
      await startHttpFront({
        port: options.port ?? 0,
        invoke: functions.receive,
        ...(dfinery && { mount: { prefix: INSPECTION_PREFIX, handler: dfinery.inspection } }),
        ...(options.onAnswer && { onAnswer: options.onAnswer }),
      }),
    );
    return {
      url: front.url,
      dfinery,
      emulator,
      ledger,
      environment,
      parameterStore,
      mapping,
      stop: () => stops.stopAll(),
    };
  } catch (error) {
    await stops.stopAll();
    throw error;
  }
}

function startDfinery(options: StackOptions): Promise<DfineryDouble> {
  return startDfineryDouble({
    ...(options.onAccepted && { onAccepted: options.onAccepted }),
    ...(options.onRefused && { onRefused: options.onRefused }),
    findService: async (serviceId) => registeredService(await options.connections(), serviceId),
  });
}

function startMapping(
  emulator: Emulator,
  options: Pick<StackOptions, 'longPollSeconds' | 'onError'> & { readonly invoke: Invoke<SQSEvent> },
): EventSourceMapping {
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  return startEventSourceMapping({
    invoke: options.invoke,
    ...(options.longPollSeconds !== undefined && { longPollSeconds: options.longPollSeconds }),
    ...(options.onError && { onError: options.onError }),
    sqs,
    queueUrl: emulator.eventsQueueUrl,
    queueArn: emulator.eventsQueueArn,
  });
}
