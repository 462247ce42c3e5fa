import type { Acceptance } from './finding.ts';
import type { RuleSet } from './rule-sets.ts';

/**
 * Findings that are no faults, with the reason. A new finding fails, and one that no template has any more fails too.
 * What AWS Control Tower's rules want: https://docs.aws.amazon.com/controltower/latest/controlreference/proactive-controls.html
 */
export const acceptedFindings: Readonly<Record<RuleSet, readonly Acceptance[]>> = {
  'AWS’s validator': [
    {
      rule: 'W3005',
      of: [/LambdaFunction$/, /^HttpApiRoute/],
      because: 'the framework writes a DependsOn besides the reference',
    },
    {
      rule: 'W9003',
      of: [/Alarm$/, /LogGroup$/, 'HttpApiStage', 'ParkedDeliveriesBucket'],
      because: 'a number of the command line is a text, which CloudFormation reads as a number',
    },
    {
      rule: 'W9013',
      of: [/Queue$/],
      because: 'the account in an ARN is that of the operator’s key',
    },
  ],
  'AWS Control Tower': [
    {
      rule: 'CT.APIGATEWAY.PR.4',
      of: ['HttpApiStage'],
      because: 'a log of requests costs; the parameter accessLog is off by default',
    },
    {
      rule: 'CT.APIGATEWAY.PR.5',
      of: ['HttpApiRoutePostWebhooksSourceVarConnectionVar'],
      because: 'shops sign their webhooks, and the receiver verifies it; they cannot sign as IAM wants it',
    },
    {
      rule: 'CT.CLOUDWATCH.PR.2',
      of: [/LogGroup$/],
      because:
        'a year of logs costs and nobody reads them; the parameter logRetentionDays may be 365 or more',
    },
    {
      rule: 'CT.CLOUDWATCH.PR.3',
      of: [/LogGroup$/],
      because: 'logs hold no personal data, and CloudWatch encrypts them with a key of its own',
    },
    {
      rule: 'CT.DYNAMODB.PR.1',
      of: ['TokensTable'],
      because: 'a refresh token is used once, so an old copy is useless',
    },
    {
      rule: 'CT.DYNAMODB.PR.2',
      of: ['LedgerTable', 'TokensTable', 'ErasuresTable'],
      because: 'DynamoDB encrypts with a key of its own; the parameter kmsKeyArn names another',
    },
    {
      rule: 'CT.LAMBDA.PR.2',
      of: [
        'ReceiveWebhookLambdaPermissionHttpApi',
        'ReceiveWebhookLambdaPermissionFnUrl',
        'ReceiveWebhookLambdaPermissionFn',
      ],
      because:
        'shops have to reach the receiver; the HTTP API’s permission names its one route, which the rule cannot read',
    },
    {
      rule: 'CT.LAMBDA.PR.3',
      of: [/LambdaFunction$/],
      because: 'a network needs a NAT gateway; what could be reached in it, the functions do not use',
    },
    {
      rule: 'CT.LAMBDA.PR.5',
      of: ['ReceiveWebhookLambdaFunctionUrl'],
      because: 'shops sign their webhooks, and the receiver verifies it; they cannot sign as IAM wants it',
    },
    {
      rule: 'CT.S3.PR.2',
      of: ['ServerlessDeploymentBucket', 'ParkedDeliveriesBucket'],
      because: 'a log of who read a bucket is CloudTrail’s, which is the account’s',
    },
    {
      rule: 'CT.S3.PR.4',
      of: ['ServerlessDeploymentBucket', 'ParkedDeliveriesBucket'],
      because: 'nothing waits for an object; a metric counts what is parked',
    },
    {
      rule: 'CT.S3.PR.6',
      of: ['ServerlessDeploymentBucket'],
      because: 'the framework keeps the last five packages and deletes the others',
    },
    {
      rule: 'CT.S3.PR.8',
      of: ['ServerlessDeploymentBucketPolicy', 'ParkedDeliveriesBucketPolicy'],
      because: 'both policies deny plain HTTP; the rule cannot read an ARN that is put together',
    },
    {
      rule: 'CT.S3.PR.9',
      of: ['ServerlessDeploymentBucket', 'ParkedDeliveriesBucket'],
      because: 'a locked object could not be erased when its customer asks for it',
    },
    {
      rule: 'CT.S3.PR.10',
      of: ['ServerlessDeploymentBucket', 'ParkedDeliveriesBucket'],
      because:
        'S3 encrypts with a key of its own; the parameter kmsKeyArn names another for parked deliveries',
    },
    {
      rule: 'CT.S3.PR.11',
      of: ['ServerlessDeploymentBucket', 'ParkedDeliveriesBucket'],
      because: 'an old version of an object would outlive its erasure',
    },
    {
      rule: 'CT.SQS.PR.1',
      of: [/DeadLetterQueue$/],
      because: 'a dead-letter queue has none itself',
    },
  ],
  'our own': [
    {
      rule: 'the event sources are as the functions expect them',
      of: [
        'DrainEventsEventSourceMappingSQSEventsQueue MaximumBatchingWindowInSeconds',
        'DrainEventsEventSourceMappingSQSEventsQueue ScalingConfig',
      ],
      because: 'the rule has the defaults of batchWindowSeconds and drainConcurrency',
    },
  ],
};
