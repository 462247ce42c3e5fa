import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import {
  ledgerSettings,
  parameterStoreSettings,
  settlingSettings,
} from '../../../lib/runtime/time-budgets.ts';

const clients = [
  new SSMClient(parameterStoreSettings),
  new SQSClient(settlingSettings),
  new DynamoDBClient(ledgerSettings),
];

/** The AWS clients of the drain and nothing else. */
export const handler = () => Promise.resolve({ batchItemFailures: [], clients: clients.length });
