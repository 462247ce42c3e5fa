import { expect, test } from 'vitest';
import type { AcceptedRequest } from './dfinery-double/double-state.ts';
import { acceptedLine, deliveryLine, requestText } from './terminal-text.ts';

const request: AcceptedRequest = {
  request: 3,
  receivedAt: '2026-11-24T01:00:00.000Z',
  serviceId: 'service',
  headers: { 'content-type': 'application/json' },
  identity: { email: 'jiwoo.han@example.com', phone_no: '821023456789' },
  events: [
    {
      event_log_id: '6f0d3c0e-5f0b-5f6c-9b7e-2a4c8d1e7b35',
      event_name: 'df_purchase',
      event_datetime: '2026-11-24T01:23:45.678Z',
      event_items: [{}, {}],
      event_properties: { df_order_id: '1001' },
    },
  ],
};

test('The line about an accepted request holds ids and counts, and no person', () => {
  expect(acceptedLine(request)).toBe(
    'Dfinery stand-in accepted request 3 for service: 1 event(s), 2 item(s), order 1001',
  );
});

test('The line about a delivery repeats ids only', () => {
  const answer = { status: 404, headers: {}, body: Buffer.from('{"status":"not-found"}') };
  const route = { source: 'shopify', connection: 'jiwoo.han@example.com\n' };

  expect(deliveryLine(route, answer)).toBe(
    '✗ 404 not-found: there is no such connection of this source; delivery to (not an id): {"status":"not-found"}',
  );
  expect(deliveryLine({ source: 'shopify', connection: 'example' }, answer)).toContain('shopify/example');
});

test('A request is shown in full, with its body as sent and without its token', () => {
  const text = requestText(request);
  const body: unknown = JSON.parse(text.slice(text.indexOf('{')));

  expect(text).toContain('access_token: (not shown)');
  expect(body).toEqual({ common: { identity: request.identity }, events: request.events });
});
