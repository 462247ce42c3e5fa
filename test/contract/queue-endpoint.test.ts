import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test, vi } from 'vitest';
import { sendJson } from '../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../infra/local/http-server.ts';
import { openClients } from '../../lib/cli/open-clients.ts';
import { queueSettings, settlingSettings } from '../../lib/runtime/time-budgets.ts';

let server: RunningServer | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

test.each([
  ['the receiver', () => new SQSClient(queueSettings)],
  ['the drain', () => new SQSClient(settlingSettings)],
  ['a command', () => openClients({ AWS_REGION: 'ap-northeast-2' }, { isLocal: false }).sqs()],
])('%s reaches a queue through the endpoint that AWS_ENDPOINT_URL names', async (_, open) => {
  const asked: string[] = [];
  server = await startServer((request, response) => {
    asked.push(String(request.headers['x-amz-target']));
    sendJson(response, { body: { Attributes: { ApproximateNumberOfMessages: '7' } } });
    return Promise.resolve();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', server.url).stubEnv('AWS_REGION', 'ap-northeast-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local').stubEnv('AWS_SECRET_ACCESS_KEY', 'local');

  const sqs = open();
  // No such host.
  const QueueUrl = 'https://sqs.ap-northeast-2.invalid/000000000000/events';
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
  sqs.destroy();

  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '7' });
  expect(asked).toEqual(['AmazonSQS.GetQueueAttributes']);
});
