import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { queueEndpoint } from '../runtime/time-budgets.ts';
import type { Environment } from './find-environment.ts';

/** The AWS clients of a command. Each is made when it is first asked for; disposing of them closes all. */
export interface Clients extends Disposable {
  readonly sqs: () => SQSClient;
  readonly s3: () => S3Client;
  readonly ssm: () => SSMClient;
  readonly dynamoDb: () => DynamoDBClient;
  readonly cloudWatch: () => Promise<CloudWatchClient>;
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly cloudFormation: () => Promise<CloudFormationClient>;
}

/** Returns the clients of an environment. A local one holds its own credentials and endpoints. */
export function openClients(environment: Environment, { isLocal }: { readonly isLocal: boolean }): Clients {
  const open = new DisposableStack();

  function lazily<Client extends { destroy: () => void }>(make: () => Client): () => Client {
    let made: Client | undefined;
    return () => {
      made ??= open.adopt(make(), (client) => {
        client.destroy();
      });
      return made;
    };
  }

  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  } = environment;

  const settingsOf = (
    service: 'SQS' | 'S3' | 'SSM' | 'DYNAMODB' | 'CLOUDWATCH' | 'CLOUDWATCH_LOGS' | 'CLOUDFORMATION',
  ) => {
    const endpoint = environment[`AWS_ENDPOINT_URL_${service}`];
    return {
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      // The credentials of a real account are found as every AWS tool finds them.
      ...(isLocal && { credentials: { accessKeyId, secretAccessKey } }),
    };
  };

  const lazilyLoaded = <Client extends { destroy: () => void }>(
    load: () => Promise<Client>,
  ): (() => Promise<Client>) => {
    let loading: Promise<Client> | undefined;
    return () => {
      loading ??= load().then((client) => lazily(() => client)());
      return loading;
    };
  };

  return {
    sqs: lazily(() => new SQSClient({ ...settingsOf('SQS'), ...queueEndpoint })),
    s3: lazily(() => new S3Client(settingsOf('S3'))),
    ssm: lazily(() => new SSMClient(settingsOf('SSM'))),
    dynamoDb: lazily(() => new DynamoDBClient(settingsOf('DYNAMODB'))),
    // Loaded here, because few commands need them.
    cloudWatch: lazilyLoaded(async () => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatchClient(settingsOf('CLOUDWATCH'));
    }),
    logs: lazilyLoaded(async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return new CloudWatchLogsClient(settingsOf('CLOUDWATCH_LOGS'));
    }),
    cloudFormation: lazilyLoaded(async () => {
      const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
      return new CloudFormationClient(settingsOf('CLOUDFORMATION'));
    }),
    [Symbol.dispose]: () => {
      open.dispose();
    },
  };
}

/** Returns how many executions all functions of the account and region may have at once. Throws if AWS does not say. */
export async function readConcurrency(environment: Environment): Promise<number> {
  // Loaded here, because only `doctor` needs it.
  const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_LAMBDA: endpoint } = environment;
  const client = new LambdaClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    if (AccountLimit?.ConcurrentExecutions === undefined) throw new Error('Lambda names no quota');
    return AccountLimit.ConcurrentExecutions;
  } finally {
    client.destroy();
  }
}

/** Returns the ARN of whoever runs the command. Throws if AWS does not say. */
export async function readCaller(environment: Environment, budgetMs: number): Promise<string> {
  // Loaded here, because only a change needs it.
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_STS: endpoint } = environment;
  const client = new STSClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const abort = { abortSignal: AbortSignal.timeout(budgetMs) };
    return (await client.send(new GetCallerIdentityCommand({}), abort)).Arn ?? 'unknown';
  } finally {
    client.destroy();
  }
}

/** What Lambda says of one event source of a function. */
export interface EventSourceState {
  readonly queueArn: string;
  /** `Enabled`, `Disabled`, or on its way to one of them. */
  readonly state: string;
}

/**
 * Returns the event sources of a function by its name. Throws if AWS does not say, or there is no such function.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html (read 2026-11-29)
 */
export async function readEventSources(
  environment: Environment,
  functionName: string,
): Promise<EventSourceState[]> {
  const { LambdaClient, paginateListEventSourceMappings } = await import('@aws-sdk/client-lambda');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_LAMBDA: endpoint } = environment;
  const client = new LambdaClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const found: EventSourceState[] = [];
    const pages = paginateListEventSourceMappings({ client }, { FunctionName: functionName });
    for await (const { EventSourceMappings = [] } of pages) {
      for (const { EventSourceArn: queueArn = '', State: state = '' } of EventSourceMappings) {
        found.push({ queueArn, state });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

/** One who is told of alarms. The address is left out: it may be a person's. */
export interface AlarmSubscription {
  /** `email`, `lambda`, … */
  readonly protocol: string;
  readonly isConfirmed: boolean;
}

/**
 * Returns the subscriptions of a topic. Throws if AWS does not say.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html (read 2026-11-29)
 */
export async function readSubscriptions(
  environment: Environment,
  topicArn: string,
): Promise<AlarmSubscription[]> {
  const { paginateListSubscriptionsByTopic, SNSClient } = await import('@aws-sdk/client-sns');
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_SNS: endpoint } = environment;
  const client = new SNSClient({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    const found: AlarmSubscription[] = [];
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
      { client },
      { TopicArn: topicArn },
    )) {
      for (const { Protocol: protocol = '', SubscriptionArn: arn = '' } of Subscriptions) {
        // In place of an ARN stands `PendingConfirmation`, or `Deleted` for a while.
        if (arn !== 'Deleted') found.push({ protocol, isConfirmed: arn.startsWith('arn:') });
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}
