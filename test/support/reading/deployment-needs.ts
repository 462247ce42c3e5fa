import type { Template } from '../harness/packaged-service.ts';
import type { AccessRequest } from './policy.ts';

/** Actions on a resource that has a name of the adapter. */
type Needs = readonly AccessRequest[];

/** What a type needs, and what each of its properties needs besides. A property that is not named is not known. */
interface TypeNeeds {
  readonly always: Needs;
  readonly properties?: Readonly<Record<string, Needs>>;
}

const ACCOUNT = '111122223333';
const NAME = 'dfinery-webhook-adapter-prod';

const at = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:${ACCOUNT}:${rest}`;
const on =
  (resource: string, context?: AccessRequest['context']) =>
  (service: string, ...actions: readonly string[]): Needs =>
    actions.map((action) => ({ action: `${service}:${action}`, resource, ...(context && { context }) }));

const anywhere = on('*');
const onStack = on(at('cloudformation', `stack/${NAME}/5b1c`));
// CloudFormation cuts the names of stacks and resources to 24 letters each where the whole would be longer than 63.
const onBucket = on('arn:aws:s3:::dfinery-webhook-adapter-parkeddeliveriesbucket-1a2b3c4d5e6f');
const onPackages = on('arn:aws:s3:::dfinery-webhook-adapter-serverlessdeploymentbuck-1a2b3c4d5e6f');
const onPackage = on(
  'arn:aws:s3:::dfinery-webhook-adapter-serverlessdeploymentbuck-1a2b3c4d5e6f/serverless/a.zip',
);
const onQueue = on(at('sqs', `${NAME}-EventsQueue-1A2B`));
const onTable = on(at('dynamodb', `table/${NAME}-LedgerTable-1A2B`));
const onFunction = on(at('lambda', `function:${NAME}-drainEvents`));
const onMapping = on(at('lambda', 'event-source-mapping:1a2b'));
const ofFunction = on('*', { 'lambda:FunctionArn': at('lambda', `function:${NAME}-drainEvents`) });
const onRole = on(`arn:aws:iam::${ACCOUNT}:role/${NAME}-DrainEventsRole-1A2B`);
const toLambda = on(`arn:aws:iam::${ACCOUNT}:role/${NAME}-DrainEventsRole-1A2B`, {
  'iam:PassedToService': 'lambda.amazonaws.com',
});
const onRule = on(at('events', `rule/${NAME}-PollOrdersEventsRuleSchedule1-1A2B`));
const onLogGroup = on(at('logs', `log-group:/aws/lambda/${NAME}-drainEvents:*`));
const onAlarm = on(at('cloudwatch', `alarm:${NAME}-SilenceAlarm-1A2B`));
const onDashboard = on(`arn:aws:cloudwatch::${ACCOUNT}:dashboard/${NAME}`);
const onTopic = on(at('sns', `${NAME}-AlarmTopic-1A2B`));
const onApi = (path: string) => on(`arn:aws:apigateway:ap-northeast-2::${path}`);

/**
 * What osls 4.3.1 calls for `deploy`, `deploy list`, `rollback`, `info` and `remove`, and the workflow to learn what is deployed:
 * its calls are in `lib/plugins/aws/` of the package.
 */
export const frameworkNeeds: Needs = [
  ...onStack(
    'cloudformation',
    'CreateChangeSet',
    'DeleteChangeSet',
    'DeleteStack',
    'DescribeChangeSet',
    'DescribeStackEvents',
    'DescribeStackResource',
    'DescribeStacks',
    'ExecuteChangeSet',
    'GetTemplate',
    'ListStackResources',
  ),
  ...anywhere('cloudformation', 'ValidateTemplate'),
  // Before a first deployment, `adapter take-over list` looks at what a removed stack left.
  ...anywhere('cloudformation', 'ListStacks'),
  ...onTable('dynamodb', 'DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive'),
  ...onQueue('sqs', 'GetQueueAttributes'),
  ...onBucket('s3', 'ListBucket'),
  ...onPackages('s3', 'ListBucket'),
  ...onPackage('s3', 'DeleteObject', 'GetObject', 'PutObject'),
  ...onFunction('lambda', 'GetFunction'),
  ...onApi('/apis/a1b2')('apigateway', 'GET'),
];

const apiNeeds = onApi('/apis/a1b2/routes')('apigateway', 'DELETE', 'GET', 'PATCH', 'POST', 'PUT');

const domainNeeds = onApi('/domainnames/webhooks.example.com')(
  'apigateway',
  'DELETE',
  'GET',
  'PATCH',
  'POST',
  'PUT',
);

/** What DynamoDB needs of a key, in the name of who chooses it for a table. */
export const needsOfTableKey = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
];

/**
 * What CloudFormation calls, in the name of who deploys, to make, read, change and delete a resource. From the `handlers` of AWS's
 * own schemas, less what belongs to properties that no template here has.
 * @see https://github.com/hashicorp/terraform-provider-awscc/tree/main/internal/service/cloudformation/schemas (read 2026-11-30)
 */
export const needsOfTypes: Readonly<Record<string, TypeNeeds>> = {
  'AWS::ApiGatewayV2::Api': {
    always: [
      ...apiNeeds,
      ...onApi('/apis')('apigateway', 'POST'),
      ...onApi('/tags/arn%3Aaws%3Aapigateway')('apigateway', 'DELETE', 'POST', 'PUT'),
      // An account that never had an API has no role of API Gateway's yet.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html (read 2026-11-30)
      ...on(
        `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway`,
      )('iam', 'CreateServiceLinkedRole'),
    ],
  },
  'AWS::ApiGatewayV2::ApiMapping': { always: domainNeeds },
  'AWS::ApiGatewayV2::DomainName': {
    always: [...domainNeeds, ...onApi('/domainnames')('apigateway', 'POST')],
  },
  'AWS::ApiGatewayV2::Integration': { always: apiNeeds },
  'AWS::ApiGatewayV2::Route': { always: apiNeeds },
  'AWS::ApiGatewayV2::Stage': {
    always: apiNeeds,
    properties: {
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html (read 2026-11-30)
      AccessLogSettings: anywhere(
        'logs',
        'CreateLogDelivery',
        'DeleteLogDelivery',
        'DescribeResourcePolicies',
        'GetLogDelivery',
        'ListLogDeliveries',
        'PutResourcePolicy',
        'UpdateLogDelivery',
      ),
      ApiId: [],
      AutoDeploy: [],
      DefaultRouteSettings: [],
      StageName: [],
      Tags: [],
    },
  },
  'AWS::CloudWatch::Alarm': {
    always: [
      ...onAlarm(
        'cloudwatch',
        'DeleteAlarms',
        'ListTagsForResource',
        'PutMetricAlarm',
        'TagResource',
        'UntagResource',
      ),
      ...anywhere('cloudwatch', 'DescribeAlarms'),
    ],
  },
  'AWS::CloudWatch::Dashboard': {
    always: onDashboard(
      'cloudwatch',
      'DeleteDashboards',
      'GetDashboard',
      'ListTagsForResource',
      'PutDashboard',
      'TagResource',
      'UntagResource',
    ),
  },
  'AWS::DynamoDB::Table': {
    always: onTable(
      'dynamodb',
      'CreateTable',
      'DeleteTable',
      'DescribeContinuousBackups',
      'DescribeContributorInsights',
      'DescribeKinesisStreamingDestination',
      'DescribeTable',
      'DescribeTimeToLive',
      'GetResourcePolicy',
      'ListTagsOfResource',
      'TagResource',
      'UntagResource',
      'UpdateTable',
    ),
    properties: {
      AttributeDefinitions: [],
      BillingMode: [],
      KeySchema: [],
      PointInTimeRecoverySpecification: onTable('dynamodb', 'UpdateContinuousBackups'),
      // The policy of the key allows it: `needsOfTableKey`.
      SSESpecification: [],
      TimeToLiveSpecification: onTable('dynamodb', 'UpdateTimeToLive'),
    },
  },
  'AWS::Events::Rule': {
    always: onRule(
      'events',
      'DeleteRule',
      'DescribeRule',
      'ListTagsForResource',
      'ListTargetsByRule',
      'PutRule',
      'PutTargets',
      'RemoveTargets',
      'TagResource',
      'UntagResource',
    ),
  },
  'AWS::IAM::Role': {
    always: onRole(
      'iam',
      'CreateRole',
      'DeleteRole',
      'DeleteRolePolicy',
      'GetRole',
      'GetRolePolicy',
      'ListAttachedRolePolicies',
      'ListRolePolicies',
      'PutRolePolicy',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
    ),
    properties: { AssumeRolePolicyDocument: [], Policies: [] },
  },
  'AWS::Lambda::EventSourceMapping': {
    always: [
      ...ofFunction(
        'lambda',
        'CreateEventSourceMapping',
        'DeleteEventSourceMapping',
        'GetEventSourceMapping',
        'UpdateEventSourceMapping',
      ),
      ...onMapping('lambda', 'ListTags', 'TagResource', 'UntagResource'),
    ],
  },
  'AWS::Lambda::Function': {
    always: [
      ...onFunction(
        'lambda',
        'CreateFunction',
        'DeleteFunction',
        'GetFunction',
        'GetFunctionCodeSigningConfig',
        'GetFunctionRecursionConfig',
        'GetFunctionScalingConfig',
        'GetRuntimeManagementConfig',
        'ListTags',
        'TagResource',
        'UntagResource',
        'UpdateFunctionCode',
        'UpdateFunctionConfiguration',
      ),
      ...anywhere('ec2', 'DescribeNetworkInterfaces'),
    ],
    properties: {
      Architectures: [],
      Code: onPackage('s3', 'GetObject'),
      Environment: [],
      FunctionName: [],
      Handler: [],
      LoggingConfig: [],
      MemorySize: [],
      Role: toLambda('iam', 'PassRole'),
      Runtime: [],
      Tags: [],
      Timeout: [],
      TracingConfig: [],
      VpcConfig: anywhere('ec2', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
    },
  },
  'AWS::Lambda::Permission': {
    always: onFunction('lambda', 'AddPermission', 'GetPolicy', 'RemovePermission'),
  },
  'AWS::Lambda::Url': {
    always: onFunction(
      'lambda',
      'CreateFunctionUrlConfig',
      'DeleteFunctionUrlConfig',
      'GetFunctionUrlConfig',
      'UpdateFunctionUrlConfig',
    ),
  },
  'AWS::Logs::LogGroup': {
    always: [
      ...onLogGroup(
        'logs',
        'CreateLogGroup',
        'DeleteLogGroup',
        'GetDataProtectionPolicy',
        'ListTagsForResource',
        'TagResource',
        'UntagResource',
      ),
      ...anywhere('logs', 'DescribeLogGroups'),
    ],
    properties: { LogGroupName: [], RetentionInDays: onLogGroup('logs', 'PutRetentionPolicy') },
  },
  'AWS::Logs::MetricFilter': {
    always: onLogGroup('logs', 'DeleteMetricFilter', 'DescribeMetricFilters', 'PutMetricFilter'),
  },
  'AWS::S3::Bucket': {
    always: onBucket(
      's3',
      'CreateBucket',
      'DeleteBucket',
      'GetBucketAcl',
      'GetBucketTagging',
      'ListBucket',
      'PutBucketTagging',
    ),
    properties: {
      BucketEncryption: onBucket('s3', 'GetEncryptionConfiguration', 'PutEncryptionConfiguration'),
      LifecycleConfiguration: onBucket('s3', 'GetLifecycleConfiguration', 'PutLifecycleConfiguration'),
      OwnershipControls: onBucket('s3', 'GetBucketOwnershipControls', 'PutBucketOwnershipControls'),
      PublicAccessBlockConfiguration: onBucket(
        's3',
        'GetBucketPublicAccessBlock',
        'PutBucketPublicAccessBlock',
      ),
    },
  },
  'AWS::S3::BucketPolicy': {
    always: onBucket('s3', 'DeleteBucketPolicy', 'GetBucketPolicy', 'PutBucketPolicy'),
  },
  'AWS::SNS::Subscription': {
    always: [
      ...onTopic('sns', 'Subscribe'),
      ...anywhere('sns', 'GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'Unsubscribe'),
    ],
  },
  'AWS::SNS::Topic': {
    always: onTopic(
      'sns',
      'CreateTopic',
      'DeleteTopic',
      'GetDataProtectionPolicy',
      'GetTopicAttributes',
      'ListSubscriptionsByTopic',
      'ListTagsForResource',
      'TagResource',
      'UntagResource',
    ),
  },
  'AWS::SNS::TopicPolicy': { always: onTopic('sns', 'GetTopicAttributes', 'SetTopicAttributes') },
  'AWS::SQS::Queue': {
    always: onQueue(
      'sqs',
      'CreateQueue',
      'DeleteQueue',
      'GetQueueAttributes',
      'GetQueueUrl',
      'ListQueueTags',
      'SetQueueAttributes',
      'TagQueue',
      'UntagQueue',
    ),
  },
  'AWS::SQS::QueuePolicy': { always: onQueue('sqs', 'GetQueueAttributes', 'SetQueueAttributes') },
};

/** What who deploys a template has to be allowed. Types and properties that nobody has looked up are in `unknown`. */
export function deploymentNeeds({ Resources }: Template): { needs: Needs; unknown: readonly string[] } {
  const resources = Object.values(Resources);
  return {
    needs: [
      ...frameworkNeeds,
      ...resources.flatMap(({ Type, Properties }) => {
        const { always = [], properties = {} } = needsOfTypes[Type] ?? {};
        return [...always, ...Object.keys(Properties).flatMap((name) => properties[name] ?? [])];
      }),
    ],
    unknown: resources.flatMap(({ Type, Properties }) => {
      const known = needsOfTypes[Type];
      if (known === undefined) return [Type];
      const { properties } = known;
      if (properties === undefined) return [];
      return Object.keys(Properties)
        .filter((name) => properties[name] === undefined)
        .map((name) => `${Type} ${name}`);
    }),
  };
}
