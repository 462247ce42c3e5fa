import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBody } from '../../infra/local/http-body.ts';
import { type RunningServer, startServer } from '../../infra/local/http-server.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { createHttpClient, type HttpClient } from '../runtime/http/http-client.ts';
import { type AlarmShape, postAlarms } from './post-alarms.ts';
import { readWebhookAddress } from './webhook-address.ts';

const SECRET = 'T000-secret-path';
const alarm = {
  subject: 'ALARM: "dead letters"',
  message: JSON.stringify({
    AlarmName: 'adapter-prod-DeadLettersAlarm',
    AlarmDescription:
      'Events are dead. docs/runbook.md#x Type: adapter dead-letters list --stage prod --region eu-central-1',
    NewStateValue: 'ALARM',
    StateChangeTime: '2026-11-24T02:14:00.000+0000',
    Region: 'EU (Frankfurt)',
  }),
};

let webhook: RunningServer;
let http: HttpClient;
let bodies: string[];
let status: number;

beforeEach(async () => {
  bodies = [];
  status = 200;
  webhook = await startServer(async (request, response) => {
    bodies.push((await readBody(request))?.toString() ?? '');
    response.writeHead(status);
    response.end('ok');
  });
  http = createHttpClient({ maxSockets: 1, maxAnswerBytes: 65_536, answerTimeoutMs: 2_000 });
});
afterEach(async () => {
  http.close();
  await webhook.stop();
});

function post(shape: AlarmShape, messages = [alarm], address = `${webhook.url}/${SECRET}`) {
  const telemetry = recordTelemetry();
  const ports = { http, shape, telemetry, address: () => Promise.resolve(readWebhookAddress(address)) };
  return { telemetry, done: postAlarms(ports, messages) };
}

test('Slack gets the alarm as one text, with what to type', async () => {
  await post('slack').done;

  expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
    {
      text: '🔴 ALARM adapter-prod-DeadLettersAlarm (EU (Frankfurt))\nEvents are dead. docs/runbook.md#x Type: adapter dead-letters list --stage prod --region eu-central-1',
    },
  ]);
});

test('others get the same words with their parts', async () => {
  await post('json').done;

  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
    name: 'adapter-prod-DeadLettersAlarm',
    state: 'ALARM',
    since: '2026-11-24T02:14:00.000+0000',
    text: expect.stringContaining('adapter dead-letters list') as string,
  });
});

test('what is no alarm is sent as it is', async () => {
  await post('slack', [{ subject: 'hello', message: 'a test' }]).done;

  expect(bodies).toEqual(['{"text":"a test"}']);
});

describe('an alarm that is not taken', () => {
  test.each([404, 500, 301])(
    'with HTTP %i is an error, so that Lambda calls again, and the address is in no line',
    async (code) => {
      status = code;
      const { telemetry, done } = post('slack');

      await expect(done).rejects.toThrow(`The webhook did not take an alarm: http-${code}`);
      await done.catch((error: unknown) => {
        expect(String(error)).not.toContain(SECRET);
      });
      expect(JSON.stringify(telemetry)).not.toContain(SECRET);
    },
  );

  test('because nobody listens is one, too', async () => {
    await expect(post('slack', [alarm], 'http://127.0.0.1:9/x').done).rejects.toThrow('connection-failed');
  });
});

test.each(['http://hooks.example.com/x', 'hooks.example.com', ''])('%j is no address', (text) => {
  expect(() => readWebhookAddress(text)).toThrow(/^The parameter of the alarm webhook is no https address$/);
});
