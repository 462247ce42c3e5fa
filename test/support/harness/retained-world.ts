import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startCloudWatchDouble } from '../../../infra/local/aws/cloudwatch-double.ts';
import { startEmulator } from '../../../infra/local/aws/emulator.ts';
import { LOCAL_REGION, localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { startParameterStoreDouble } from '../../../infra/local/aws/parameter-store-double.ts';
import { startTables } from '../../../infra/local/aws/tables.ts';
import { createStopList } from '../../../infra/local/stop-list.ts';
import type { ExitCode } from '../../../lib/cli/exit-codes.ts';
import { runAdapter } from '../../../lib/cli/run-adapter.ts';
import type { Connection } from '../../../lib/model/connection.ts';
import { startCloudFormationDouble } from '../doubles/cloudformation/cloudformation-double.ts';
import { emulatedResources } from '../doubles/cloudformation/emulated-resources.ts';
import { type RecordedTerminal, recordTerminal } from '../doubles/recorded-terminal.ts';
import { startTableSettingsProxy, type TableSettings } from './table-settings-proxy.ts';

/** The stage of such a world. */
export const STAGE = 'prod';
export const STACK = `dfinery-webhook-adapter-${STAGE}`;

/**
 * Starts an account of AWS on 127.0.0.1 in which stacks come and go, and what they keep stays: queues, tables and buckets
 * are those of the stand-ins, whatever stack they belong to. Connections and the key of the tombstones belong to none.
 */
export async function startRetainedWorld(connections: Readonly<Record<string, Connection>> = {}) {
  const stops = createStopList();
  const emulator = stops.add(await startEmulator({ longestPollSeconds: 0.02 }));
  const tables = stops.add(await startTables());
  const settings = new Map<string, TableSettings>();
  const dynamoDbProxy = stops.add(await startTableSettingsProxy(tables.endpoint, settings));
  const path = `/dfinery-webhook-adapter/${STAGE}/connections`;
  const parameterStore = stops.add(
    await startParameterStoreDouble({ path, connections: () => Promise.resolve(connections) }),
  );
  const cloudWatch = stops.add(await startCloudWatchDouble());
  const sqs = new SQSClient(localClientSettings(emulator.endpoint));
  const s3 = new S3Client({ ...localClientSettings(emulator.endpoint), forcePathStyle: true });
  const dynamoDb = new DynamoDBClient(localClientSettings(dynamoDbProxy.endpoint));
  const resources = emulatedResources({ sqs, s3, dynamoDb, queueOrigin: emulator.endpoint, settings });
  const cloudFormation = stops.add(await startCloudFormationDouble(emulator.endpoint, resources));
  const environment = {
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: emulator.endpoint,
    AWS_ENDPOINT_URL_S3: emulator.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbProxy.endpoint,
    AWS_ENDPOINT_URL_SSM: parameterStore.url,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_ENDPOINT_URL_STS: cloudFormation.url,
    AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: cloudWatch.url,
  };
  return {
    environment,
    emulator,
    cloudFormation,
    sqs,
    dynamoDb,
    settings,
    /** What the living stack of the stage has, by its names in the template. */
    resourcesOf: (stack = STACK): Readonly<Record<string, string>> =>
      Object.fromEntries(
        [...(cloudFormation.store.living(stack)?.resources ?? [])].map(([name, { physicalId }]) => [
          name,
          physicalId,
        ]),
      ),
    run: async (...args: readonly string[]): Promise<RecordedTerminal & { readonly exitCode: ExitCode }> => {
      const terminal = recordTerminal({}, environment);
      const exitCode = await runAdapter([...args, '--stage', STAGE], terminal);
      return { ...terminal, exitCode };
    },
    stop: async () => {
      for (const client of [sqs, s3, dynamoDb]) client.destroy();
      await stops.stopAll();
    },
  };
}

export type RetainedWorld = Awaited<ReturnType<typeof startRetainedWorld>>;
