import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { parameterStoreSettings, queueSettings } from '../../../lib/runtime/time-budgets.ts';

const clients = [new SSMClient(parameterStoreSettings), new SQSClient(queueSettings)];

/** The AWS clients of the receiver and nothing else. */
export const handler = () => Promise.resolve({ statusCode: 200, clients: clients.length });
