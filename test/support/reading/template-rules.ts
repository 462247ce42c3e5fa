import { keptResources } from '../../../lib/stores/stacks/kept-resources.ts';
import type { Template } from '../harness/packaged-service.ts';
import { deploymentNeeds, needsOfTableKey } from './deployment-needs.ts';
import { isAllowed, readPolicy } from './policy.ts';

/** The default of `lib/runtime/config.ts`. */
const STAND_DOWN_SECONDS = 150;

/** A DynamoDB read may lag, usually by less than a second. AWS names no bound, so this leaves a minute. */
const REPLICATION_SECONDS = 60;

/** How long the ledger remembers what was sent. What was parked longer could count again when it is replayed. */
const LEDGER_DAYS = 400;

/** Ten years, the longest that CloudWatch Logs keeps lines which do end. */
const MAX_LOG_DAYS = 3653;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (read 2026-11-29) */
const MAX_DESCRIPTION = 1024;

/**
 * Names that are made of the stage, and how long they may be. CloudFormation makes all others, and makes them fit.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html (read 2026-11-30)
 */
const nameLimits: Readonly<Record<string, readonly (readonly [property: string, most: number])[]>> = {
  'AWS::ApiGatewayV2::Api': [['Name', 128]],
  'AWS::CloudWatch::Alarm': [
    ['AlarmName', 255],
    ['AlarmDescription', MAX_DESCRIPTION],
  ],
  'AWS::CloudWatch::Dashboard': [['DashboardName', 255]],
  'AWS::DynamoDB::Table': [['TableName', 255]],
  'AWS::Events::Rule': [['Name', 64]],
  'AWS::IAM::Role': [['RoleName', 64]],
  'AWS::Lambda::Function': [['FunctionName', 64]],
  'AWS::Logs::LogGroup': [['LogGroupName', 512]],
  'AWS::S3::Bucket': [['BucketName', 63]],
  'AWS::SNS::Topic': [['TopicName', 256]],
  'AWS::SQS::Queue': [['QueueName', 80]],
};

/** Rules that the offline validator does not check. Each returns its violations in words, or an empty list. */
export type TemplateRule = (template: Template) => string[];

/** What Lambda calls to put a function into a network. */
const networkActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** The functions that may be in a network, and the condition: those that call shops, and those that call Dfinery. */
const inNetwork: Readonly<Record<string, string>> = {
  DrainEvents: 'HasVpcToDfinery',
  EraseCustomers: 'HasVpcToDfinery',
  FetchOrders: 'HasVpc',
  PollOrders: 'HasVpc',
  VerifyArrivals: 'HasVpcToDfinery',
};

/** Every action that our code calls, or that the event source mapping calls on the drain's behalf, by role. */
const allowedActions: Readonly<Record<string, readonly string[]>> = {
  EraseCustomersRole: [
    'dynamodb:BatchGetItem',
    'dynamodb:DeleteItem',
    'dynamodb:UpdateItem',
    'dynamodb:UpdateItem',
    ...networkActions,
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:DeleteObject',
    's3:GetObject',
    's3:ListBucket',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'ssm:GetParameter',
    'ssm:GetParameter',
    'ssm:PutParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  ReceiveWebhookRole: [
    'dynamodb:BatchGetItem',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:PutObject',
    'sqs:SendMessage',
    'ssm:GetParameters',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  FetchOrdersRole: [
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    ...networkActions,
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:PutObject',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'ssm:GetParameter',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  RefreshTokensRole: [
    'dynamodb:GetItem',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  PostAlarmRole: [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  PollOrdersRole: [
    'dynamodb:BatchGetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'dynamodb:UpdateItem',
    ...networkActions,
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:PutObject',
    'sqs:SendMessage',
    'ssm:DescribeParameters',
    'ssm:GetParameter',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  VerifyArrivalsRole: [
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Scan',
    ...networkActions,
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ssm:DescribeParameters',
    'ssm:GetParameter',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  DrainEventsRole: [
    'dynamodb:BatchGetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    ...networkActions,
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'ssm:GetParameter',
    'ssm:GetParameter',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
};

/** Renaming one of these would delete its contents. `adapter take-over` has to know each. */
const statefulResources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(keptResources).map(([name, { type }]) => [name, type]),
);

/** The parts of a connection that a role may read. */
const readableParts: Readonly<Record<string, readonly string[]>> = {
  ReceiveWebhookRole: ['shop', 'index'],
  DrainEventsRole: ['dfinery'],
  FetchOrdersRole: ['shop', 'api'],
  RefreshTokensRole: ['shop', 'api'],
  EraseCustomersRole: ['dfinery'],
  PollOrdersRole: ['shop', 'api'],
  VerifyArrivalsRole: ['shop', 'export'],
};

/** Queues and the functions that consume them. */
const consumers: Readonly<Record<string, string>> = {
  EventsQueue: 'DrainEventsLambdaFunction',
  FetchesQueue: 'FetchOrdersLambdaFunction',
  ErasuresQueue: 'EraseCustomersLambdaFunction',
};

interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

interface PolicyStatement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Returns every statement of every role, those under a condition too. */
export function statementsOf(template: Template): Statement[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([role, { Properties }]) => {
      const policies = (Properties['Policies'] ?? []) as {
        PolicyDocument: { Statement: (PolicyStatement | { 'Fn::If': [string, PolicyStatement, unknown] })[] };
      }[];
      return policies.flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.map((entry) => ('Fn::If' in entry ? entry['Fn::If'][1] : entry)).map(
          ({ Action, Resource }) => ({
            role,
            actions: [Action].flat(),
            resources: Array.isArray(Resource) ? Resource : [Resource],
          }),
        ),
      );
    });
}

/** Returns a property by its path, or `undefined`. */
export function property(template: Template, resource: string, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      template.Resources[resource]?.Properties,
    );
}

/** Returns the resource of `Fn::GetAtt`, or an empty text. */
function attributeOf(value: unknown): string {
  return /^\{"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(value))?.[1] ?? '';
}

/** A number that was given on the command line is a text, which CloudFormation reads as a number. */
function isDays(value: unknown, most: number): boolean {
  return /^[1-9]\d*$/.test(String(value)) && Number(value) <= most;
}

/** Tells whether something has a value if the operator has no key of their own. */
function isOwnKeyOr(found: unknown, value: unknown): boolean {
  return (
    JSON.stringify(found) === JSON.stringify({ 'Fn::If': ['HasOwnKey', { Ref: 'AWS::NoValue' }, value] })
  );
}

/** One parameter, and nothing below or beside it. */
function isKeyOfTombstones(resource: unknown): boolean {
  return /:parameter\/[\w-]+\/[\w-]+\/erasure-key"}$/.test(JSON.stringify(resource));
}

/** One parameter likewise. */
function isAlarmWebhook(resource: unknown): boolean {
  return /:parameter\/[\w-]+\/[\w-]+\/alarm-webhook"}$/.test(JSON.stringify(resource));
}

/** Who a service calls KMS for, if it is a function. */
function callerOfKey(role: string, service: string): Readonly<Record<string, string>> {
  return {
    'kms:CallerAccount': '111122223333',
    'kms:ViaService': `${service}.ap-northeast-2.amazonaws.com`,
    'aws:PrincipalArn': `arn:aws:iam::111122223333:role/dfinery-webhook-adapter-prod-${role}-1A2B`,
  };
}

function blocksPublicAccess(template: Template, bucket: string): boolean {
  return ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
    (key) => property(template, bucket, `PublicAccessBlockConfiguration.${key}`) === true,
  );
}

function alarmsOf(template: Template): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
    .map(([name]) => name);
}

/** Returns every metric that an alarm looks at, as text. An alarm is charged by them. */
export function lookedAt(template: Template): string[] {
  return alarmsOf(template).flatMap((name) => {
    const { Metrics, Namespace, MetricName, Dimensions } = template.Resources[name]?.Properties ?? {};
    if (Metrics === undefined) return [JSON.stringify({ Namespace, MetricName, Dimensions })];
    return (Metrics as { MetricStat?: { Metric: unknown } }[]).flatMap(({ MetricStat }) =>
      MetricStat === undefined ? [] : [JSON.stringify(MetricStat.Metric)],
    );
  });
}

/** What happened, the page of the runbook, and at least one command with the stage filled in. */
function isDescription(text: string): boolean {
  const command = 'adapter [a-z][\\w -]*? --stage [\\w-]+ --region [\\w-]+';
  const pattern = new RegExp(`^.+\\. \\S+#[\\w-]+ Type: ${command}(?:; ${command})*$`);
  return pattern.test(text) && text.length <= MAX_DESCRIPTION;
}

export const templateRules = {
  'each role has exactly the actions that are used': (template) => {
    const roles = new Set([
      ...Object.keys(allowedActions),
      ...statementsOf(template).map(({ role }) => role),
    ]);
    return [...roles].flatMap((role) => {
      const found = statementsOf(template).filter((statement) => statement.role === role);
      const actions = found.flatMap((statement) => statement.actions).sort();
      const allowed = allowedActions[role] ?? [];
      return actions.join() === allowed.join() ? [] : [`${role}: ${actions.join()}`];
    });
  },

  // SQS and S3 use a key in the name of who sends or reads. DynamoDB decrypts in the name of who reads or writes, and uses its
  // own grant for everything else.
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html (read 2026-11-30)
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html (read 2026-11-30)
  'each role may use a key of one’s own as its services need, and the policy of the key lets it': (
    template,
  ) => {
    const key = readPolicy('key');
    return namesOf(template, 'AWS::IAM::Role').flatMap((role) => {
      const actions = statementsOf(template)
        .filter((statement) => statement.role === role)
        .flatMap((statement) => statement.actions);
      const encrypts = actions.some((action) => ['sqs:SendMessage', 's3:PutObject'].includes(action));
      const services = ['dynamodb', 's3', 'sqs'].filter((service) =>
        actions.some((action) => action.startsWith(`${service}:`)),
      );
      const needed =
        services.length === 0 ? [] : ['kms:Decrypt', ...(encrypts ? ['kms:GenerateDataKey'] : [])];
      const found = [...new Set(actions.filter((action) => action.startsWith('kms:')))].sort();
      const refused = needed.flatMap((action) =>
        services
          .filter(
            (service) => !isAllowed(key, { action, resource: '*', context: callerOfKey(role, service) }),
          )
          .map((service) => `${role}: the key does not let ${service} ${action}`),
      );
      return [...(found.join() === needed.join() ? [] : [`${role}: ${found.join()}`]), ...refused];
    });
  },

  'who deploys may do what CloudFormation does in its name, and the policy of a key lets it make tables': (
    template,
  ) => {
    const { needs, unknown } = deploymentNeeds(template);
    const deploy = readPolicy('deploy');
    const key = readPolicy('key');
    const context = {
      'kms:CallerAccount': '111122223333',
      'kms:ViaService': 'dynamodb.ap-northeast-2.amazonaws.com',
      'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/deploy-dfinery-webhook-adapter',
    };
    return [
      ...new Set([
        ...unknown.map(
          (name) => `nobody has looked up what ${name} needs: test/support/reading/deployment-needs.ts`,
        ),
        ...needs
          .filter((need) => !isAllowed(deploy, need))
          .map(({ action, resource }) => `${action} ${resource}`),
        ...needsOfTableKey
          .map((operation) => `kms:${operation}`)
          .filter((action) => !isAllowed(key, { action, resource: '*', context })),
      ]),
    ];
  },

  'no role reaches every resource': (template) =>
    statementsOf(template)
      .filter(({ resources }) => resources.some((resource) => resource === '*'))
      // X-Ray has no resources, and names of parameters and network interfaces that are not there yet have none.
      .filter(({ actions }) =>
        actions.some(
          (action) =>
            !action.startsWith('xray:Put') &&
            action !== 'ssm:DescribeParameters' &&
            !networkActions.includes(action),
        ),
      )
      .map(({ role, actions }) => `${role}: ${actions.join()}`),

  'no function is in a network unless it is wanted, and no code may change one': (template) => {
    const vpcs = Object.entries(template.Resources).flatMap(([name, { Properties }]) =>
      'VpcConfig' in Properties ? [[name, JSON.stringify(Properties['VpcConfig'])] as const] : [],
    );
    const off = vpcs.filter(([name, vpc]) => {
      const condition = inNetwork[name.replace('LambdaFunction', '')] ?? '';
      return !new RegExp(`^{"Fn::If":\\["${condition}",.+,{"Ref":"AWS::NoValue"}\\]}$`).test(vpc);
    });
    const rights = Object.entries(template.Resources)
      .filter(
        ([, { Type, Properties }]) =>
          Type === 'AWS::IAM::Role' && JSON.stringify(Properties).includes('ec2:'),
      )
      .map(([role, { Properties }]) => [role, JSON.stringify(Properties)] as const);
    const open = rights.filter(([role, text]) => {
      const condition = inNetwork[role.replace('Role', '')] ?? '';
      return !new RegExp(
        `{"Fn::If":\\["${condition}",{"Sid":"JoinNetwork",[^}]+"Condition":{"Null":{"lambda:SourceFunctionArn":"true"}}},{"Ref":"AWS::NoValue"}\\]}`,
      ).test(text);
    });
    const names = [...vpcs.map(([name]) => name), ...rights.map(([role]) => role)].sort();
    const expected = Object.keys(inNetwork)
      .flatMap((name) => [`${name}LambdaFunction`, `${name}Role`])
      .sort();
    return [
      ...[...off, ...open].map(([name]) => name),
      ...(names.join() === expected.join() ? [] : [names.join()]),
    ];
  },

  'each role reads its own parts of connections only': (template) =>
    statementsOf(template)
      .filter(({ actions }) => actions.some((action) => action.startsWith('ssm:GetParameter')))
      .filter(({ resources }) => !resources.every(isKeyOfTombstones) && !resources.every(isAlarmWebhook))
      .filter(({ role, resources }) => {
        const parts = resources.map(
          (resource) => /\/connections(?:\/\*\/|-)(\w+)"/.exec(JSON.stringify(resource))?.[1],
        );
        return parts.join() !== readableParts[role]?.join();
      })
      .map(({ role }) => role),

  'resources that hold orders outlive the stack, under their names': (template) =>
    Object.entries(statefulResources)
      .filter(([name, type]) => {
        const resource = template.Resources[name];
        return (
          resource?.Type !== type ||
          resource.DeletionPolicy !== 'RetainExceptOnCreate' ||
          resource.UpdateReplacePolicy !== 'Retain'
        );
      })
      .map(([name]) => name),

  'no other resource holds orders': (template) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Object.values(statefulResources).includes(Type))
      .map(([name]) => name)
      .filter((name) => !Object.hasOwn(statefulResources, name) && name !== 'ServerlessDeploymentBucket'),

  'queues are encrypted and keep messages for 14 days': (template) =>
    Object.keys(statefulResources)
      .filter((name) => statefulResources[name] === 'AWS::SQS::Queue')
      .filter(
        (name) =>
          !isOwnKeyOr(property(template, name, 'SqsManagedSseEnabled'), true) ||
          property(template, name, 'MessageRetentionPeriod') !== 1_209_600,
      ),

  'ledger and erasures can be restored, and expire their items': (template) =>
    ['LedgerTable', 'ErasuresTable'].filter(
      (name) =>
        property(template, name, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') !== true ||
        property(template, name, 'TimeToLiveSpecification.AttributeName') !== 'expiresAt' ||
        property(template, name, 'TimeToLiveSpecification.Enabled') !== true,
    ),

  'only the erasing function makes the key of the tombstones': (template) =>
    statementsOf(template)
      .filter(({ actions }) => actions.includes('ssm:PutParameter'))
      .filter(({ role, resources }) => role !== 'EraseCustomersRole' || !resources.every(isKeyOfTombstones))
      .map(({ role }) => role),

  'the bucket is encrypted and private, and expires its objects': (template) => {
    const bucket = (path: string) => property(template, 'ParkedDeliveriesBucket', path);
    const encryption = 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault';
    const days = bucket('LifecycleConfiguration.Rules.0.ExpirationInDays');
    return [
      ...(bucket(`${encryption}.Fn::If.2.SSEAlgorithm`) === 'AES256' ? [] : ['not encrypted']),
      ...(blocksPublicAccess(template, 'ParkedDeliveriesBucket') ? [] : ['public access is not blocked']),
      ...(isDays(days, LEDGER_DAYS) ? [] : ['no expiry']),
    ];
  },

  'plain HTTP is denied': (template) =>
    ['QueuesPolicy', 'ParkedDeliveriesBucketPolicy', 'AlarmTopicPolicy'].filter(
      (name) =>
        property(template, name, 'PolicyDocument.Statement.0.Effect') !== 'Deny' ||
        property(template, name, 'PolicyDocument.Statement.0.Condition.Bool.aws:SecureTransport') !== 'false',
    ),

  'visibility is at least six times the timeout of the function': (template) =>
    Object.entries(consumers).flatMap(([queue, name]) => {
      const visibility = Number(property(template, queue, 'VisibilityTimeout'));
      const timeout = Number(property(template, name, 'Timeout'));
      return visibility >= 6 * timeout ? [] : [`${queue}: ${visibility} s against ${timeout} s`];
    }),

  'every look-up of tombstones has ended before a customer is deleted': (template) =>
    ['DrainEventsLambdaFunction', 'FetchOrdersLambdaFunction'].filter(
      (name) => Number(property(template, name, 'Timeout')) + REPLICATION_SECONDS > STAND_DOWN_SECONDS,
    ),

  'only crash loops reach the dead-letter queue': (template) =>
    Object.keys(consumers).filter(
      (queue) => property(template, queue, 'RedrivePolicy.maxReceiveCount') !== 1000,
    ),

  'the event sources are as the functions expect them': (template) => {
    const drain = {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    };
    const fetcher = {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    };
    return Object.entries({
      DrainEventsEventSourceMappingSQSEventsQueue: drain,
      FetchOrdersEventSourceMappingSQSFetchesQueue: fetcher,
      EraseCustomersEventSourceMappingSQSErasuresQueue: fetcher,
    }).flatMap(([mapping, expected]) =>
      Object.entries(expected)
        .filter(([key, value]) => JSON.stringify(property(template, mapping, key)) !== JSON.stringify(value))
        .map(([key]) => `${mapping} ${key}`),
    );
  },

  // Lambda ends a loop after 16 rounds, and throws the message away.
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html (read 2026-11-30)
  'no function sends to the queue that feeds it, or to one that leads there': (template) => {
    const mappings = namesOf(template, 'AWS::Lambda::EventSourceMapping');
    const steps = mappings.map((mapping) => {
      const feeds = attributeOf(property(template, mapping, 'FunctionName'));
      const role = attributeOf(property(template, feeds, 'Role'));
      const sends = statementsOf(template)
        .filter((statement) => statement.role === role && statement.actions.includes('sqs:SendMessage'))
        .flatMap(({ resources }) => resources.map(attributeOf));
      return { queue: attributeOf(property(template, mapping, 'EventSourceArn')), feeds, sends };
    });
    const reachedFrom = (queue: string) => {
      const reached = new Set(steps.filter((step) => step.queue === queue).flatMap(({ sends }) => sends));
      for (const next of reached) {
        for (const { sends } of steps.filter((step) => step.queue === next)) {
          for (const target of sends) reached.add(target);
        }
      }
      return reached;
    };
    return steps
      .filter(({ queue }) => reachedFrom(queue).has(queue))
      .map(({ queue, feeds }) => `${feeds} leads to ${queue}`);
  },

  // https://docs.aws.amazon.com/sdk-for-kotlin/api/latest/lambda/aws.sdk.kotlin.services.lambda.model/-get-event-source-mapping-response/maximum-batching-window-in-seconds.html
  // (read 2026-11-30)
  'no batch above ten has no window': (template) =>
    namesOf(template, 'AWS::Lambda::EventSourceMapping').filter(
      (name) =>
        Number(property(template, name, 'BatchSize')) > 10 &&
        !(Number(property(template, name, 'MaximumBatchingWindowInSeconds')) >= 1),
    ),

  // "All dashboards in your account are global, not region-specific."
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html (read 2026-11-30)
  'the dashboard’s name has the region': (template) =>
    namesOf(template, 'AWS::CloudWatch::Dashboard').filter(
      (name) =>
        !/-[a-z]{2}(-[a-z]+)+-\d"|AWS::Region/.test(
          JSON.stringify(property(template, name, 'DashboardName')),
        ),
    ),

  'every name fits its limit': (template) =>
    Object.entries(template.Resources).flatMap(([resource, { Type }]) =>
      (nameLimits[Type] ?? []).flatMap(([name, most]) => {
        const value = property(template, resource, name) ?? '';
        const fits = typeof value === 'string' && value.length <= most;
        return fits ? [] : [`${resource}: ${name} is no text of at most ${most} characters`];
      }),
    ),

  'no function has reserved concurrency': (template) =>
    Object.entries(template.Resources)
      .filter(([, { Properties }]) => 'ReservedConcurrentExecutions' in Properties)
      .map(([name]) => name),

  'functions run on Node 24, arm64, with a role of their own and JSON logs': (template) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .filter(([name]) => {
        const role = name.replace('LambdaFunction', 'Role');
        return (
          property(template, name, 'Runtime') !== 'nodejs24.x' ||
          JSON.stringify(property(template, name, 'Architectures')) !== '["arm64"]' ||
          JSON.stringify(property(template, name, 'Role')) !== `{"Fn::GetAtt":["${role}","Arn"]}` ||
          property(template, name, 'LoggingConfig.LogFormat') !== 'JSON'
        );
      })
      .map(([name]) => name),

  'V8 is given both sizes, the old generation’s within nine tenths of the memory': (template) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .filter(([name]) => {
        const options = String(property(template, name, 'Environment.Variables.NODE_OPTIONS'));
        const [, old] = /^--max-semi-space-size=\d+ --max-old-space-size=(\d+)$/.exec(options) ?? [];
        return old === undefined || Number(old) > Number(property(template, name, 'MemorySize')) * 0.9;
      })
      .map(([name]) => name),

  'logs are kept for a bounded time': (template) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup')
      .filter(([name]) => !isDays(property(template, name, 'RetentionInDays'), MAX_LOG_DAYS))
      .map(([name]) => name),

  'the commands find the logs of every function, and of changes': (template) => {
    const named = JSON.stringify(template.Outputs['LogGroups'] ?? '');
    const functions = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([name]) => name.replace('LambdaFunction', 'LogGroup'));
    const changes = String(property(template, 'ChangesLogGroup', 'LogGroupName'));
    return functions
      .filter(
        (name) =>
          !named.includes(`{"Ref":"${name}"}`) &&
          !named.includes(`"${String(property(template, name, 'LogGroupName'))}"`),
      )
      .concat(changes.endsWith('/changes') ? [] : ['ChangesLogGroup']);
  },

  'CloudWatch may publish alarms': (template) => {
    const statement = (path: string) =>
      property(template, 'AlarmTopicPolicy', `PolicyDocument.Statement.1.${path}`);
    return statement('Effect') === 'Allow' && statement('Principal.Service') === 'cloudwatch.amazonaws.com'
      ? []
      : ['AlarmTopicPolicy'];
  },

  'the alarms’ webhook costs nothing unless it is wanted, and its role alone reads the address': (
    template,
  ) => {
    const parts = [
      'PostAlarmLambdaFunction',
      'PostAlarmLogGroup',
      'PostAlarmRole',
      'AlarmWebhookSubscription',
      'AlarmWebhookPermission',
    ];
    const readers = statementsOf(template).filter(({ resources }) => resources.some(isAlarmWebhook));
    return [
      ...parts.filter((name) => template.Resources[name]?.['Condition'] !== 'HasAlarmWebhook'),
      ...readers.map(({ role }) => role).filter((role) => role !== 'PostAlarmRole'),
    ];
  },

  'the deployment bucket is private': (template) => {
    const name = 'ServerlessDeploymentBucket';
    // A bucket of the operator's is named, and not looked at.
    const isOurs = JSON.stringify(template.Resources).includes(`{"Ref":"${name}"}`);
    return !isOurs || blocksPublicAccess(template, name) ? [] : [name];
  },

  'every alarm reaches a person, names its page of the runbook and what to type': (template) =>
    alarmsOf(template)
      .filter((name) => {
        const text = String(property(template, name, 'AlarmDescription'));
        const action = JSON.stringify(property(template, name, 'AlarmActions'));
        const onSilence = JSON.stringify(property(template, name, 'InsufficientDataActions'));
        const isDeaf = property(template, name, 'TreatMissingData') === 'missing' && onSilence !== action;
        return isDeaf || action !== '[{"Ref":"AlarmTopic"}]' || !isDescription(text);
      })
      .concat(alarmsOf(template).length > 0 ? [] : ['no alarm']),

  'a dead letter of any queue rings: its queue is watched, or its death is counted': (template) => {
    const watched = lookedAt(template);
    const groups = watched.filter((metric) => metric.includes('"NeedsAttention"')).join();
    const areCounted = groups.includes('"orders"') && groups.includes('"privacy"');
    return Object.entries(template.Resources)
      .map(([, { Properties }]) => JSON.stringify(Properties['RedrivePolicy'] ?? ''))
      .flatMap((policy) => /"deadLetterTargetArn":\{"Fn::GetAtt":\["(\w+)"/.exec(policy)?.[1] ?? [])
      .filter((name) => !areCounted && !watched.some((metric) => metric.includes(`["${name}","QueueName"]`)));
  },

  'a run of any function that fails rings, but of the one that posts alarms': (template) => {
    const watched = lookedAt(template);
    const isCounted = watched.some((metric) => metric.includes('"FunctionFailed"'));
    return namesOf(template, 'AWS::Lambda::Function')
      .map((name) => name.replace('LambdaFunction', ''))
      .filter((name) => name !== 'PostAlarm')
      .filter((name) => {
        const isFiltered = namesOf(template, 'AWS::Logs::MetricFilter').some((filter) => {
          const group = JSON.stringify(property(template, filter, 'LogGroupName'));
          const metric = property(template, filter, 'MetricTransformations.0.MetricName');
          return group === `{"Ref":"${name}LogGroup"}` && metric === 'FunctionFailed';
        });
        const hasErrors = watched.some(
          (metric) => metric.includes('"Errors"') && metric.includes(`{"Ref":"${name}LambdaFunction"}`),
        );
        return !hasErrors && !(isFiltered && isCounted);
      });
  },

  'no unsigned request ends the silence of the shops, and a stage without one is quiet': (template) => {
    const counts = property(template, 'SilenceAlarm', 'MetricName');
    // Without data from the first day on there is no change of state, and so no mail.
    const withoutData = property(template, 'SilenceAlarm', 'TreatMissingData');
    return counts === 'DeliveryVerified' && withoutData === 'missing' ? [] : ['SilenceAlarm'];
  },

  'the dashboard is JSON and shows both accounts': (template) => {
    const body = property(template, 'Dashboard', 'DashboardBody.Fn::Sub');
    try {
      const { widgets } = JSON.parse(String(body)) as { widgets: { properties: { title: string } }[] };
      const [deliveries, events] = widgets.map(({ properties }) => properties.title.split(':')[0]);
      return deliveries === 'Deliveries' && events === 'Events'
        ? []
        : [`${String(deliveries)} ${String(events)}`];
    } catch (error) {
      return [String(error)];
    }
  },

  'there is one entrance: an API with one route and payload 2.0, or a public address of the receiver': (
    template,
  ) => {
    const found = Object.entries(entrances).filter(([, { type }]) => namesOf(template, type).length > 0);
    return [
      ...(found.length === 1 ? [] : [`${found.length} entrances`]),
      ...found.flatMap(([name, { faultsOf }]) => faultsOf(template).map((fault) => `${name}: ${fault}`)),
    ];
  },

  'an alarm and the dashboard look at the answers 5xx of the entrance': (template) => {
    const metric = JSON.stringify(property(template, 'ApiFailuresAlarm', 'Metrics.0.MetricStat.Metric'));
    const body = String(property(template, 'Dashboard', 'DashboardBody.Fn::Sub'));
    const [url] = namesOf(template, 'AWS::Lambda::Url');
    const [namespace, name, resource] =
      url === undefined
        ? ['AWS/ApiGateway', '5xx', 'HttpApi']
        : ['AWS/Lambda', 'Url5xxCount', 'ReceiveWebhookLambdaFunction'];
    const isSeen =
      metric.startsWith(`{"Namespace":"${namespace}","MetricName":"${name}"`) &&
      metric.includes(`{"Ref":"${resource}"}`) &&
      new RegExp(`"${namespace}", "${name}", "\\w+", "\\$\\{${resource}\\}"`).test(body);
    return isSeen ? [] : [metric];
  },
} satisfies Record<string, TemplateRule>;

function namesOf({ Resources }: Template, type: string): string[] {
  return Object.entries(Resources).flatMap(([name, { Type }]) => (Type === type ? [name] : []));
}

const RECEIVER = '{"Fn::GetAtt":["ReceiveWebhookLambdaFunction","Arn"]}';

/** What a template holds of each entrance. */
const entrances: Readonly<Record<string, { readonly type: string; readonly faultsOf: TemplateRule }>> = {
  'http-api': {
    type: 'AWS::ApiGatewayV2::Api',
    faultsOf: (template) => {
      const keys = namesOf(template, 'AWS::ApiGatewayV2::Route').map((name) =>
        property(template, name, 'RouteKey'),
      );
      const payload = property(template, 'HttpApiIntegrationReceiveWebhook', 'PayloadFormatVersion');
      const isRight = keys.join() === 'POST /webhooks/{source}/{connection}' && payload === '2.0';
      return isRight ? [] : [`${keys.join()} ${String(payload)}`];
    },
  },
  'function-url': {
    type: 'AWS::Lambda::Url',
    // https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html: since October 2025 both permissions (read 2026-11-29)
    faultsOf: (template) => {
      const urls = namesOf(template, 'AWS::Lambda::Url').filter(
        (name) =>
          property(template, name, 'AuthType') === 'NONE' &&
          JSON.stringify(property(template, name, 'TargetFunctionArn')) === RECEIVER,
      );
      const permissions = namesOf(template, 'AWS::Lambda::Permission')
        .filter((name) => property(template, name, 'Principal') === '*')
        .map((name) => JSON.stringify(template.Resources[name]?.Properties))
        .sort();
      const expected = [
        `{"FunctionName":${RECEIVER},"Action":"lambda:InvokeFunction","Principal":"*","InvokedViaFunctionUrl":true}`,
        `{"FunctionName":${RECEIVER},"Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}`,
      ];
      return [
        ...(urls.length === 1 ? [] : [`${urls.length} addresses`]),
        ...(permissions.join() === expected.join() ? [] : permissions),
      ];
    },
  },
};
