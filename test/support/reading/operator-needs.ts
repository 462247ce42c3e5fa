import type { AccessRequest } from './policy.ts';

const ACCOUNT = '111122223333';
const NAME = 'dfinery-webhook-adapter-prod';
const PATH = 'parameter/dfinery-webhook-adapter/prod';

const at = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:${ACCOUNT}:${rest}`;
const queue = (name: string) => at('sqs', `${NAME}-${name}-1A2B`);
const table = (name: string) => at('dynamodb', `table/${NAME}-${name}-1A2B`);
const parameter = (name: string) => at('ssm', `${PATH}/${name}`);

const queues = ['EventsQueue', 'FetchesQueue', 'ErasuresQueue'].map(queue);
const deadLetterQueues = ['EventsDeadLetterQueue', 'FetchesDeadLetterQueue', 'ErasuresDeadLetterQueue'].map(
  queue,
);
const [ledger, erasures, tokens] = [table('LedgerTable'), table('ErasuresTable'), table('TokensTable')];
const connections = [
  'connections',
  'connections/main/shop',
  'connections/main/dfinery',
  'connections-index',
].map(parameter);
const erasureKey = parameter('erasure-key');
const alarmWebhook = parameter('alarm-webhook');
// CloudFormation cuts the name of the stack, or a name would be longer than a bucket's may be.
const bucket = 'arn:aws:s3:::dfinery-webhook-adapter-parkeddeliveriesbucket-1a2b3c4d5e6f';
const object = `${bucket}/main/2026-11-30/1a2b`;
const changes = at('logs', 'log-group:/dfinery-webhook-adapter/prod/changes:log-stream:2026-11-30');
const logGroups = [at('logs', `log-group:/aws/lambda/${NAME}-drainEvents:log-stream:`), changes];
const topic = at('sns', `${NAME}-AlarmTopic-1A2B`);
const stack = at('cloudformation', `stack/${NAME}/1a2b`);

/** All that is tried: what a service knows, by its prefix. An action that knows no resources is tried on `*`. */
const resources: Readonly<Record<string, readonly string[]>> = {
  cloudformation: [stack],
  cloudwatch: ['*'],
  dynamodb: [ledger, erasures, tokens],
  lambda: ['*'],
  logs: logGroups,
  s3: [bucket, object],
  sns: [topic],
  sqs: [...queues, ...deadLetterQueues],
  ssm: [...connections, erasureKey, alarmWebhook],
};

/** Returns the resources of a stage that an action could be about. */
export function resourcesOf(action: string): readonly string[] {
  return resources[action.split(':')[0] ?? ''] ?? [];
}

/** An action and the resources that a command needs it on. */
interface CommandNeed {
  readonly action: string;
  readonly on: readonly string[];
}

/** What `take-over` does with CloudFormation, whoever may deploy may do. */
const DEPLOYS = '`take-over` makes a stack: docs/policies/deploy.json';

/** What `take-over` does besides what its user may do who deploys and operates. */
export const takeOverNeeds: readonly AccessRequest[] = [
  ...[...queues, ...deadLetterQueues].flatMap((resource) => [
    { action: 'sqs:DeleteMessage', resource },
    { action: 'sqs:ReceiveMessage', resource },
  ]),
  ...[ledger, erasures, tokens].flatMap((resource) => [
    { action: 'dynamodb:PutItem', resource },
    { action: 'dynamodb:Scan', resource },
  ]),
  { action: 'dynamodb:UpdateItem', resource: erasures },
];

/**
 * Commands of AWS in files that the command line loads, with what they need, or why no command ever sends them. What is sent to
 * which resource was seen when the tests of the command line ran.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html (read 2026-11-30)
 */
export const commandNeeds: Readonly<Record<string, CommandNeed | string>> = {
  'cloudformation CreateChangeSet': DEPLOYS,
  'cloudformation DeleteStack': DEPLOYS,
  'cloudformation DescribeChangeSet': DEPLOYS,
  'cloudformation DescribeStacks': { action: 'cloudformation:DescribeStacks', on: [stack] },
  'cloudformation ExecuteChangeSet': DEPLOYS,
  'cloudformation ListStackResources': DEPLOYS,
  'cloudformation ListStacks': DEPLOYS,
  'cloudwatch GetMetricData': { action: 'cloudwatch:GetMetricData', on: ['*'] },
  'cloudwatch-logs CreateLogStream': { action: 'logs:CreateLogStream', on: [changes] },
  'cloudwatch-logs FilterLogEvents': { action: 'logs:FilterLogEvents', on: logGroups },
  'cloudwatch-logs PutLogEvents': { action: 'logs:PutLogEvents', on: [changes] },
  'dynamodb BatchGetItem': { action: 'dynamodb:BatchGetItem', on: [ledger, erasures] },
  'dynamodb DeleteItem': { action: 'dynamodb:DeleteItem', on: [ledger, tokens] },
  'dynamodb DescribeContinuousBackups': DEPLOYS,
  'dynamodb DescribeTable': DEPLOYS,
  'dynamodb DescribeTimeToLive': DEPLOYS,
  'dynamodb GetItem': { action: 'dynamodb:GetItem', on: [ledger, tokens] },
  'dynamodb PutItem': 'functions write whole items, and `take-over`: docs/policies/take-over.json',
  'dynamodb Scan': { action: 'dynamodb:Scan', on: [ledger, erasures] },
  'dynamodb UpdateItem': { action: 'dynamodb:UpdateItem', on: [tokens] },
  'lambda GetAccountSettings': { action: 'lambda:GetAccountSettings', on: ['*'] },
  'lambda ListEventSourceMappings': { action: 'lambda:ListEventSourceMappings', on: ['*'] },
  's3 DeleteObject': { action: 's3:DeleteObject', on: resourcesOf('s3') },
  's3 GetObject': { action: 's3:GetObject', on: resourcesOf('s3') },
  's3 HeadBucket': { action: 's3:ListBucket', on: resourcesOf('s3') },
  's3 ListObjectsV2': { action: 's3:ListBucket', on: resourcesOf('s3') },
  's3 PutObject': { action: 's3:PutObject', on: resourcesOf('s3') },
  'sns ListSubscriptionsByTopic': { action: 'sns:ListSubscriptionsByTopic', on: [topic] },
  'sqs ChangeMessageVisibility': { action: 'sqs:ChangeMessageVisibility', on: deadLetterQueues },
  'sqs DeleteMessage': { action: 'sqs:DeleteMessage', on: deadLetterQueues },
  'sqs DeleteMessageBatch': '`take-over` moves messages: docs/policies/take-over.json',
  'sqs GetQueueAttributes': { action: 'sqs:GetQueueAttributes', on: resourcesOf('sqs') },
  'sqs ReceiveMessage': { action: 'sqs:ReceiveMessage', on: deadLetterQueues },
  'sqs SendMessage': { action: 'sqs:SendMessage', on: resourcesOf('sqs') },
  'sqs SendMessageBatch': { action: 'sqs:SendMessage', on: resourcesOf('sqs') },
  'ssm DeleteParameters': { action: 'ssm:DeleteParameters', on: connections },
  'ssm GetParameter': { action: 'ssm:GetParameter', on: [...connections, erasureKey] },
  'ssm GetParameters': 'the receiver alone reads two at once',
  'ssm GetParametersByPath': { action: 'ssm:GetParametersByPath', on: connections },
  // `alarm-webhook` is typed by hand: docs/reference.md#alarms-in-a-chat.
  'ssm PutParameter': { action: 'ssm:PutParameter', on: [...connections, alarmWebhook] },
  'sts GetCallerIdentity': 'everybody may',
};
