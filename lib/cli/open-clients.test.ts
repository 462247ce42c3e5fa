import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../infra/local/http-server.ts';
import { readEventSources, readSubscriptions } from './open-clients.ts';

let server: RunningServer | undefined;

afterEach(() => server?.stop());

/** Starts a stand-in that answers every request alike, and returns an environment that leads to it. */
async function startAws(answer: (response: ServerResponse, url: string) => void) {
  server = await startServer((request, response) => {
    answer(response, request.url ?? '');
    return Promise.resolve();
  });
  const { url } = server;
  return { AWS_REGION: 'ap-northeast-2', AWS_ENDPOINT_URL_LAMBDA: url, AWS_ENDPOINT_URL_SNS: url };
}

process.env['AWS_ACCESS_KEY_ID'] ??= 'local';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local';

test('event sources are read to the last page', async () => {
  const asked: string[] = [];
  const environment = await startAws((response, url) => {
    asked.push(url);
    const isFirst = !url.includes('Marker=');
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        EventSourceMappings: [{ EventSourceArn: `arn:${isFirst ? 'a' : 'b'}`, State: 'Disabled' }],
        ...(isFirst && { NextMarker: '2' }),
      }),
    );
  });

  expect(await readEventSources(environment, 'adapter-prod-drainEvents')).toEqual([
    { queueArn: 'arn:a', state: 'Disabled' },
    { queueArn: 'arn:b', state: 'Disabled' },
  ]);
  expect(asked[0]).toContain('FunctionName=adapter-prod-drainEvents');
});

test('a subscription is confirmed once it has an ARN, and no address is read', async () => {
  const member = (protocol: string, arn: string) =>
    `<member><Protocol>${protocol}</Protocol><Endpoint>ann@example.com</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`;
  const environment = await startAws((response) => {
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${member('email', 'PendingConfirmation')}${member('lambda', 'arn:aws:sns:r:1:topic:2')}${member('email', 'Deleted')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
    );
  });

  expect(await readSubscriptions(environment, 'arn:aws:sns:r:1:topic')).toEqual([
    { protocol: 'email', isConfirmed: false },
    { protocol: 'lambda', isConfirmed: true },
  ]);
});

test('a refusal of AWS is thrown, not taken for nothing', async () => {
  const environment = await startAws((response) => {
    response.writeHead(403, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'AccessDeniedException',
    });
    response.end('{"Message":"no"}');
  });

  await expect(readEventSources(environment, 'f')).rejects.toThrow();
});
