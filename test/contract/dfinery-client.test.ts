import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DfineryDouble, startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { FAULTS, type StepInput } from '../../infra/local/dfinery-double/script.ts';
import { startServer } from '../../infra/local/http-server.ts';
import { classifyAnswer } from '../../lib/dfinery/classify-answer.ts';
import { createDfineryClient, type DfineryClient } from '../../lib/dfinery/client.ts';
import { planRequests, toRequestBody } from '../../lib/drain/plan-requests.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { aQueuedMessage, aRecord } from '../support/builders/queue-records.ts';

const credentials = { serviceId: 'service-1', accessToken: 'token-1' };
const service = { accessToken: 'token-1', eventProperties: [], itemProperties: [] };
/** A healthy peer answers sooner on any machine. */
const patience = { connectTimeoutMs: 60_000, answerTimeoutMs: 60_000 };

let double: DfineryDouble;
let client: DfineryClient;

beforeEach(async () => {
  double = await startDfineryDouble({
    findService: (serviceId) => Promise.resolve(serviceId === 'service-1' ? service : undefined),
  });
  client = createDfineryClient({ origin: new URL(double.url), maxSockets: 2, ...patience });
});

afterEach(async () => {
  client.close();
  await double.stop();
});

function bodyOf(...orderIds: readonly string[]): string {
  const events = orderIds.map((orderId) => ({
    message: aQueuedMessage({ orderId }),
    records: [aRecord({ messageId: orderId, body: '' })] as const,
  }));
  return planRequests(events).map(toRequestBody).join();
}

async function post(orderId = '1', change: Partial<typeof credentials> = {}): Promise<HttpAnswer> {
  return client.post('events', { ...credentials, ...change, body: bodyOf(orderId) });
}

test('the double, which keeps to the documented contract, accepts our events', async () => {
  const answer = await client.post('events', { ...credentials, body: bodyOf('1', '2') });

  expect(classifyAnswer(answer).outcome).toBe('accepted');
  expect(double.requests()).toMatchObject([
    { serviceId: 'service-1', identity: { external_id: 'c-1', email: 'c-1@example.com' } },
  ]);
  expect(double.events()).toHaveLength(2);
});

test('the double accepts our deletions', async () => {
  const body = JSON.stringify({
    identity: { external_id: 'c-1' },
    request_datetime: '2026-11-24T00:00:00.000Z',
  });
  const answer = await client.post('identities/delete', { ...credentials, body });

  expect(classifyAnswer(answer).outcome).toBe('accepted');
  expect(double.customerRequests()).toMatchObject([
    { call: 'identities/delete', identity: { external_id: 'c-1' } },
  ]);
});

test.each([
  ['the service id', { serviceId: 'service-2' }],
  ['the access token', { accessToken: 'token-2' }],
])('%s is wrong: misconfigured', async (_, change) => {
  expect(classifyAnswer(await post('1', change)).outcome).toBe('misconfigured');
  expect(double.events()).toEqual([]);
});

describe('every documented way to fail', () => {
  test.each<[StepInput, string, string]>([
    [{ code: '40000' }, 'refused', '40000'],
    [{ code: 40001 }, 'refused', '40001'],
    [{ code: '40101' }, 'misconfigured', '40101'],
    [{ code: '40201' }, 'misconfigured', '40201'],
    [{ code: '40402' }, 'too-large', '40402'],
    [{ code: '50000' }, 'unavailable', '50000'],
    [{ rateLimit: { as: 'code' } }, 'throttled', '40401'],
    [{ rateLimit: { as: 'http', headers: 'x-ratelimit', unit: 'ms' } }, 'throttled', '40401'],
    [{ status: 502, body: '<html>' }, 'unavailable', 'http-502'],
    [{ fault: 'not-json' }, 'unavailable', 'unreadable-answer'],
    [{ fault: 'empty' }, 'unavailable', 'unreadable-answer'],
    [{ fault: 'redirect' }, 'unavailable', 'http-307'],
    [{ fault: 'half-body' }, 'unavailable', 'connection-failed'],
    [{ fault: 'reset' }, 'unavailable', 'connection-failed'],
  ])('%j', async (step, outcome, reason) => {
    double.play(step);

    expect(classifyAnswer(await post())).toMatchObject({ outcome, reason });
    expect(double.events()).toEqual([]);
    // The failure leaves no trace in the client.
    expect(classifyAnswer(await post('2')).outcome).toBe('accepted');
    expect(double.events()).toHaveLength(1);
  });

  test.each([{ fault: 'timeout' }, { fault: 'slow-body' }] as const)('%j', async (step) => {
    client.close();
    client = createDfineryClient({ origin: new URL(double.url), maxSockets: 2, answerTimeoutMs: 300 });
    double.play(step);

    expect(classifyAnswer(await post())).toMatchObject({ outcome: 'unavailable', reason: 'timeout' });
    expect(double.events()).toEqual([]);
    // A healthy answer may take longer than this client waits, if the machine is busy.
    await expect.poll(async () => classifyAnswer(await post('2')).outcome).toBe('accepted');
    expect(new Set(double.events().map(({ event }) => event.event_log_id)).size).toBe(1);
  });

  test('none is left out', () => {
    expect(FAULTS).toEqual(['timeout', 'reset', 'slow-body', 'half-body', 'not-json', 'empty', 'redirect']);
  });
});

test('a closed port: unanswered at once', async () => {
  await double.stop();
  expect(await post()).toEqual({ kind: 'unanswered', reason: 'connection-failed' });
});

test('an endless answer is cut off', async () => {
  const server = await startServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(8_192)));
    };
    response.on('drain', more);
    more();
    return Promise.resolve();
  });
  const other = createDfineryClient({ origin: new URL(server.url), maxSockets: 1, ...patience });

  expect(await other.post('events', { ...credentials, body: '{}' })).toEqual({
    kind: 'unanswered',
    reason: 'answer-too-long',
  });
  other.close();
  await server.stop();
});

describe('connections', () => {
  let server: Server;
  let sockets: Socket[];
  let requests: number;
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

  /** Answers so many requests of a socket and closes it at the next, like a server that times out. */
  async function listen(answersPerSocket: number): Promise<DfineryClient> {
    sockets = [];
    requests = 0;
    server = createServer((socket) => {
      sockets.push(socket);
      let answered = 0;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        requests += 1;
        answered += 1;
        if (answered > answersPerSocket) socket.resetAndDestroy();
        else socket.write(answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return createDfineryClient({ origin: new URL(`http://127.0.0.1:${port}`), maxSockets: 1, ...patience });
  }

  test('are kept alive', async () => {
    const kept = await listen(100);
    for (let sent = 0; sent < 3; sent += 1) await kept.post('events', { ...credentials, body: '{}' });

    expect(sockets).toHaveLength(1);
    kept.close();
    server.close();
  });

  test('that close just as they are reused cost one retry on a new one', async () => {
    const kept = await listen(1);
    await kept.post('events', { ...credentials, body: '{}' });

    expect(await kept.post('events', { ...credentials, body: '{}' })).toMatchObject({
      kind: 'answered',
      status: 200,
    });
    expect(sockets).toHaveLength(2);
    expect(requests).toBe(3);
    kept.close();
    server.close();
  });

  test('that are new and break are not retried: the request may have been stored', async () => {
    const kept = await listen(0);

    expect(await kept.post('events', { ...credentials, body: '{}' })).toMatchObject({ kind: 'unanswered' });
    expect(requests).toBe(1);
    kept.close();
    server.close();
  });
});
