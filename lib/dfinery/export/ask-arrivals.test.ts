import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { readBody } from '../../../infra/local/http-body.ts';
import { startServer } from '../../../infra/local/http-server.ts';
import { createAskArrivals } from './ask-arrivals.ts';

const CSV = 'event_name,df_order_id,df_total_purchase_amount\ndf_purchase,1,10\n';
const question = { serviceId: 's 1', exportToken: 'export-token', from: '2026-11-27', to: '2026-11-28' };

let server: Awaited<ReturnType<typeof startServer>> | undefined;
afterEach(async () => {
  await server?.stop();
});

async function answering(answer: (response: ServerResponse) => void) {
  const seen: unknown[] = [];
  server = await startServer(async (request, response) => {
    const { method, url, headers } = request;
    const body: unknown = JSON.parse((await readBody(request))?.toString() ?? '');
    seen.push({ method, url, authorization: headers.authorization, body });
    answer(response);
  });
  return { ask: createAskArrivals({ origin: new URL(server.url), silenceMs: 300 }), seen };
}

test('asks for purchases and refunds of the days, with all columns', async () => {
  const { ask, seen } = await answering((response) => response.end(CSV));

  expect((await ask(question)).purchases.get('1')).toEqual({ events: 1, amount: '10' });
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/api/v1/export/event?service_id=s+1',
      authorization: 'Bearer export-token',
      body: {
        events: ['df_purchase', 'df_refund'],
        events_condition_type: 'include',
        properties_condition_type: 'all',
        from_date: '2026-11-27',
        to_date: '2026-11-28',
      },
    },
  ]);
});

const fail = (status: number, message: string) => (response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify({ result: 'fail', message }));

test.each<[string, string, (response: ServerResponse) => unknown]>([
  ['a wrong token', 'export-unauthorized', fail(401, 'unauthorized_token')],
  ['too many calls', 'export-throttled', fail(429, 'too_many_api_requests')],
  ['days too long ago', 'export-too-old', fail(400, 'exceed_date_range_limit')],
  ['an invalid question', 'export-unreadable', fail(400, 'invalid_parameter')],
  ['a failed query', 'export-unavailable', fail(500, 'query_error')],
  ['a failure after HTTP 200', 'export-incomplete', fail(200, 'client_connection_closed')],
  ['no JSON', 'export-unavailable', (response) => response.writeHead(503).end('<html>')],
  [
    'a body that is cut off',
    'export-incomplete',
    (response) => response.write(CSV, () => response.destroy()),
  ],
  ['silence within the body', 'export-incomplete', (response) => response.write(CSV)],
  ['no answer', 'export-unavailable', () => undefined],
])('throws the code of %s', async (_, code, answer) => {
  const { ask } = await answering(answer);

  await expect(ask(question)).rejects.toMatchObject({ code });
});
