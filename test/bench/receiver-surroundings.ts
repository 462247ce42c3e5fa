import { startEmulator } from '../../infra/local/aws/emulator.ts';
import { startParameterStoreDouble } from '../../infra/local/aws/parameter-store-double.ts';
import { createStopList } from '../../infra/local/stop-list.ts';
import { deployedNodeOptions } from '../support/harness/deployed-node-options.ts';
import { firstOrders } from './first-orders.ts';
import { functionEnvironment } from './function-environment.ts';

export interface ReceiverSurroundings {
  /** Leads a receiver to the stand-ins. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts stand-ins for SSM, with a connection for each of the first orders, and for SQS. */
export async function startReceiverSurroundings(): Promise<ReceiverSurroundings> {
  const stops = createStopList();
  const emulator = stops.add(await startEmulator());
  const connections = Object.fromEntries(
    firstOrders.map(({ source, connection }) => [source.id, connection]),
  );
  const parameterStore = stops.add(
    await startParameterStoreDouble({
      path: functionEnvironment.CONNECTIONS_PATH,
      connections: () => Promise.resolve(connections),
    }),
  );
  return {
    environment: {
      ...functionEnvironment,
      NODE_OPTIONS: await deployedNodeOptions(),
      EVENTS_QUEUE_URL: emulator.eventsQueueUrl,
      FETCHES_QUEUE_URL: emulator.fetchesQueueUrl,
      AWS_ENDPOINT_URL_SQS: emulator.endpoint,
      AWS_ENDPOINT_URL_SSM: parameterStore.url,
    },
    stop: () => stops.stopAll(),
  };
}
