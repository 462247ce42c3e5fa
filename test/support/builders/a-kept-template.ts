import { type KeptName, keptResources } from '../../../lib/stores/stacks/kept-resources.ts';

const properties = {
  'AWS::SQS::Queue': { MessageRetentionPeriod: 1_209_600 },
  'AWS::DynamoDB::Table': {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  },
  'AWS::S3::Bucket': {},
} as const;

const OUTPUTS: Readonly<Record<string, KeptName>> = {
  EventsQueueUrl: 'EventsQueue',
  EventsDeadLetterQueueUrl: 'EventsDeadLetterQueue',
  FetchesQueueUrl: 'FetchesQueue',
  FetchesDeadLetterQueueUrl: 'FetchesDeadLetterQueue',
  ErasuresQueueUrl: 'ErasuresQueue',
  ErasuresDeadLetterQueueUrl: 'ErasuresDeadLetterQueue',
  ErasuresTableName: 'ErasuresTable',
  LedgerTableName: 'LedgerTable',
  TokensTableName: 'TokensTable',
  ParkedDeliveriesBucketName: 'ParkedDeliveriesBucket',
};

/** Returns the part of the adapter's template that outlives a stack, with a function beside it. */
export function aKeptTemplate(): string {
  const kept = Object.entries(keptResources).map(([name, resource]) => {
    const redrive = 'deadLetters' in resource && {
      VisibilityTimeout: 370,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [resource.deadLetters, 'Arn'] },
        maxReceiveCount: 1000,
      },
    };
    const Properties = { ...properties[resource.type], ...redrive };
    return [name, { Type: resource.type, DeletionPolicy: 'RetainExceptOnCreate', Properties }];
  });
  const outputs = Object.entries(OUTPUTS).map(([key, name]) => [key, { Value: { Ref: name } }]);
  return JSON.stringify({
    Resources: {
      ...(Object.fromEntries(kept) as object),
      DrainEventsLambdaFunction: { Type: 'AWS::Lambda::Function', Properties: {} },
    },
    Outputs: Object.fromEntries(outputs) as unknown,
  });
}
