import * as v from 'valibot';
import { ConfigError } from '../model/errors.ts';
import { type Terminal, UsageError } from './command.ts';

/** The options that say which adapter a command works on. */
export interface AccessArguments {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
  readonly local?: boolean | undefined;
}

/** The variables of an adapter: names of its queues, tables and parameters, and how AWS is reached. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What `npm start` writes into its folder, for the commands. */
export const LOCAL_STACK_FILE = '.local-stack.json';

const SERVICE = 'dfinery-webhook-adapter';
const METRICS_NAMESPACE = 'DfineryWebhookAdapter';
const DEFAULT_REGION = 'ap-northeast-2';

/**
 * Returns the environment of the requested adapter: of a stage's deployed stack, of the
 * stack of `npm start`, or of the adapter that the environment of the command names.
 * @throws {UsageError} no adapter is requested, or both a stage and the local stack. @throws {ConfigError} the adapter is not found.
 */
export async function findEnvironment(args: AccessArguments, terminal: Terminal): Promise<Environment> {
  if (args.local && args.stage !== undefined)
    throw new UsageError('Give either --stage or --local, not both');
  if (args.local) return readLocalStack(terminal);
  const stage = stageOf(args, terminal);
  if (stage !== undefined) return readStage(await stageEnvironment(stage, args, terminal), stage);
  if (terminal.environment['EVENTS_QUEUE_URL'] !== undefined) return terminal.environment;
  const isThere = await terminal.read(LOCAL_STACK_FILE).then(
    () => true,
    () => false,
  );
  const hint = isThere ? '. npm start left its file in this folder: --local means that' : '';
  throw new UsageError(`Which adapter? Add --stage NAME or --local${hint}`);
}

/** Returns the stage that is asked for: `--stage`, or else `ADAPTER_STAGE`. `undefined` for none and with `--local`. */
export function stageOf(
  { stage, local }: AccessArguments,
  { environment }: Pick<Terminal, 'environment'>,
): string | undefined {
  if (local) return undefined;
  return stage ?? (environment['ADAPTER_STAGE'] || undefined);
}

/** Returns what is known of a stage before it is deployed: the region and the paths of its parameters. */
export async function stageEnvironment(
  stage: string,
  { region }: AccessArguments,
  { environment }: Pick<Terminal, 'environment'>,
) {
  return {
    ...environment,
    AWS_REGION:
      region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || (await regionOfProfile()),
    CONNECTIONS_PATH: `/${SERVICE}/${stage}/connections`,
    ERASURE_KEY_PARAMETER: `/${SERVICE}/${stage}/erasure-key`,
    CHANGES_LOG_GROUP: `/${SERVICE}/${stage}/changes`,
    POWERTOOLS_SERVICE_NAME: `${SERVICE}-${stage}`,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
  };
}

/**
 * Returns the region of the profile that the SDK uses (`AWS_PROFILE`, or `default`), or Seoul. The AWS tools read it from
 * the files of `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, and so does a client of the SDK by itself. Only the
 * command line of AWS reads `AWS_DEFAULT_REGION`; it comes before the profile there.
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html (read 2026-11-29)
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html (read 2026-11-29)
 */
async function regionOfProfile(): Promise<string> {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({});
  try {
    return await client.config.region();
  } catch {
    return DEFAULT_REGION;
  } finally {
    client.destroy();
  }
}

async function readLocalStack(terminal: Terminal): Promise<Environment> {
  const text = await terminal.read(LOCAL_STACK_FILE).catch(() => undefined);
  if (text === undefined) {
    throw new ConfigError(`No ${LOCAL_STACK_FILE} here: is npm start running in this folder?`);
  }
  return v.parse(v.record(v.string(), v.string()), JSON.parse(text.toString()));
}

/** Returns the name of the stack of a stage. */
export function stackNameOf(stage: string): string {
  return `${SERVICE}-${stage}`;
}

/** Adds the outputs of the deployed stack to what is known of its stage. */
async function readStage(known: Environment, stage: string): Promise<Environment> {
  const outputs = await readStackOutputs(stackNameOf(stage), known);
  return {
    ...known,
    EVENTS_QUEUE_URL: outputs['EventsQueueUrl'],
    DEAD_LETTER_QUEUE_URL: outputs['EventsDeadLetterQueueUrl'],
    FETCHES_QUEUE_URL: outputs['FetchesQueueUrl'],
    FETCHES_DEAD_LETTER_QUEUE_URL: outputs['FetchesDeadLetterQueueUrl'],
    ERASURES_QUEUE_URL: outputs['ErasuresQueueUrl'],
    ERASURES_DEAD_LETTER_QUEUE_URL: outputs['ErasuresDeadLetterQueueUrl'],
    ERASURES_TABLE: outputs['ErasuresTableName'],
    PARKED_BUCKET: outputs['ParkedDeliveriesBucketName'],
    LEDGER_TABLE: outputs['LedgerTableName'],
    TOKENS_TABLE: outputs['TokensTableName'],
    ADAPTER_URL:
      outputs['WebhookOrigin'] ??
      outputs['HttpApiUrl'] ??
      withoutSlash(outputs['ReceiveWebhookLambdaFunctionUrl']),
    ADAPTER_VERSION: outputs['AdapterVersion'],
    LOG_GROUPS: outputs['LogGroups'],
    ADAPTER_COMMIT: outputs['AdapterCommit'],
    ALARM_TOPIC_ARN: outputs['AlarmTopicArn'],
    ALARM_EMAIL_WANTED: outputs['AlarmEmailWanted'],
    FUNCTION_PREFIX: `${SERVICE}-${stage}-`,
  };
}

/** The address of a function URL ends with a slash. */
function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/$/, '');
}

async function readStackOutputs(stack: string, environment: Environment): Promise<Environment> {
  // Loaded here, because only a stage needs it.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_CLOUDFORMATION: endpoint } = environment;
  const client = new CloudFormationClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } catch (cause) {
    // CloudFormation has no error of its own for it.
    if (!(cause instanceof Error && /does not exist/.test(cause.message))) throw cause;
    const advice = 'Is the stage right? Another region: --region R';
    throw new ConfigError(`There is no stack ${stack} in ${region}. ${advice}`, [], cause);
  } finally {
    client.destroy();
  }
}
