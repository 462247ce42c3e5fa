import type { ParseArgsConfig } from 'node:util';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as v from 'valibot';
import { type OperatorConfig, readOperatorConfig } from '../config.ts';
import type { ShopConnection } from '../connection.ts';
import { createStoredConnections, type StoredConnections } from '../connections/stored-connections.ts';
import { ConfigError } from '../errors.ts';
import { type Terminal, UsageError } from './command.ts';

/** Options of every command that works on a running adapter. */
export const ACCESS_OPTIONS = {
  stage: { type: 'string' },
  region: { type: 'string' },
  local: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

export const ACCESS_USAGE = '[--stage S [--region R] | --local]';

/** What `npm start` writes into its folder, for the commands. */
export const LOCAL_STACK_FILE = '.local-stack.json';

const SERVICE = 'dfinery-webhook-adapter';

export interface AccessArguments {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly local?: boolean | undefined;
}

/** Where an adapter keeps its things, and how its AWS clients are made. */
export interface OperatorAccess {
  readonly config: OperatorConfig;
  readonly environment: Environment;
  /** The connections of this adapter. */
  readonly connections: () => StoredConnections;
  /** Settings of the client of one AWS service. */
  readonly settingsOf: (service: 'SQS' | 'S3' | 'SSM' | 'DYNAMODB') => ClientSettings;
}

export interface ClientSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const LocalStackSchema = v.record(v.string(), v.string());

/**
 * Finds the adapter that a command is to work on: the deployed stack of a stage, the one of `npm start`, or the one that
 * the environment names.
 * @throws {UsageError} both are asked for. @throws {ConfigError} it cannot be found.
 */
export async function findAdapter(args: AccessArguments, terminal: Terminal): Promise<OperatorAccess> {
  if (args.local && args.stage !== undefined) throw new UsageError('Either --stage or --local, not both');
  if (args.local) return accessTo(await readLocalStack(terminal), { isLocal: true });
  if (args.stage === undefined) return accessTo(terminal.environment, { isLocal: false });
  const { region = terminal.environment['AWS_REGION'] ?? DEFAULT_REGION, stage } = args;
  const outputs = await readStackOutputs(`${SERVICE}-${stage}`, {
    region,
    environment: terminal.environment,
  });
  const environment = {
    ...terminal.environment,
    AWS_REGION: region,
    EVENTS_QUEUE_URL: outputs['EventsQueueUrl'],
    DEAD_LETTER_QUEUE_URL: outputs['EventsDeadLetterQueueUrl'],
    FETCHES_QUEUE_URL: outputs['FetchesQueueUrl'],
    FETCHES_DEAD_LETTER_QUEUE_URL: outputs['FetchesDeadLetterQueueUrl'],
    ERASURES_QUEUE_URL: outputs['ErasuresQueueUrl'],
    ERASURES_DEAD_LETTER_QUEUE_URL: outputs['ErasuresDeadLetterQueueUrl'],
    ERASURES_TABLE: outputs['ErasuresTableName'],
    ERASURE_KEY_PARAMETER: `/${SERVICE}/${stage}/erasure-key`,
    PARKED_BUCKET: outputs['ParkedDeliveriesBucketName'],
    LEDGER_TABLE: outputs['LedgerTableName'],
    TOKENS_TABLE: outputs['TokensTableName'],
    CONNECTIONS_PATH: connectionsPath(stage),
    ADAPTER_URL: outputs['HttpApiUrl'],
    ADAPTER_VERSION: outputs['AdapterVersion'],
  };
  return accessTo(environment, { isLocal: false });
}

/**
 * Returns what the receiver knows of a connection. @throws {ConfigError} there is none of this id, or it is of another
 * source than the one that is asked for.
 */
export async function findShopConnection(
  { connections }: OperatorAccess,
  { id, source }: { readonly id: string; readonly source?: string },
): Promise<ShopConnection> {
  const shop = (await connections().list()).get(id)?.shop;
  if (shop === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  if (source !== undefined && shop.source !== source) {
    throw new ConfigError(`${id} is a connection of ${shop.source}, not of ${source}`);
  }
  return { ...shop, id, shop: shop.shop ?? id };
}

/** Where the connections of an adapter lie; it need not be deployed yet. */
export type ConnectionsAccess = Pick<OperatorAccess, 'settingsOf' | 'environment'> & {
  readonly path: string;
};

/**
 * Finds the connections of a stage, of the stack of `npm start`, or of the environment.
 * @throws {UsageError} both are asked for. @throws {ConfigError} they cannot be found.
 */
export async function findConnections(args: AccessArguments, terminal: Terminal): Promise<ConnectionsAccess> {
  const { stage, region = terminal.environment['AWS_REGION'] ?? DEFAULT_REGION } = args;
  if (stage === undefined || args.local) {
    const { config, environment, settingsOf } = await findAdapter(args, terminal);
    return { path: config.CONNECTIONS_PATH, environment, settingsOf };
  }
  const settingsOf = clientSettings({ ...terminal.environment, AWS_REGION: region }, { isLocal: false });
  return { path: connectionsPath(stage), environment: terminal.environment, settingsOf };
}

const DEFAULT_REGION = 'ap-northeast-2';

function connectionsPath(stage: string): string {
  return `/${SERVICE}/${stage}/connections`;
}

type Environment = Readonly<Record<string, string | undefined>>;

function accessTo(environment: Environment, options: { readonly isLocal: boolean }): OperatorAccess {
  const config = readOperatorConfig(environment);
  const settingsOf = clientSettings(environment, options);
  const connections = () =>
    createStoredConnections({ ssm: new SSMClient(settingsOf('SSM')), path: config.CONNECTIONS_PATH });
  return { config, environment, connections, settingsOf };
}

function clientSettings(
  environment: Environment,
  { isLocal }: { readonly isLocal: boolean },
): OperatorAccess['settingsOf'] {
  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  } = environment;
  return (service) => {
    const endpoint = environment[`AWS_ENDPOINT_URL_${service}`];
    return {
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      // A real account's credentials are found as every AWS tool finds them.
      ...(isLocal && { credentials: { accessKeyId, secretAccessKey } }),
    };
  };
}

async function readLocalStack(terminal: Terminal): Promise<Environment> {
  const text = await terminal.read(LOCAL_STACK_FILE).catch(() => undefined);
  if (text === undefined)
    throw new ConfigError(`No ${LOCAL_STACK_FILE} here: is npm start running in this folder?`);
  return v.parse(LocalStackSchema, JSON.parse(text.toString()));
}

async function readStackOutputs(
  stack: string,
  { region, environment }: { readonly region: string; readonly environment: Environment },
): Promise<Readonly<Record<string, string>>> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const endpoint = environment['AWS_ENDPOINT_URL_CLOUDFORMATION'];
  const client = new CloudFormationClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`The stack ${stack} in ${region} cannot be read: ${reason}`, [], cause);
  }
}
