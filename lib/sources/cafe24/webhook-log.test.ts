import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { type Source, withoutVerification } from '../source.ts';
import { cafe24 } from './source.ts';
import { webhookLog } from './webhook-log.ts';

const SHOP = 'fixturemall';
const topics: Source['topics'] = cafe24.topics;
const RANGE = { from: new Date('2026-11-28T00:00:00Z'), now: new Date('2026-11-28T12:00:00Z') };
const delivery = withoutVerification({
  topic: undefined,
  deliveryId: undefined,
  isTest: false,
  headers: {},
  rawBody: Buffer.alloc(0),
});
const begin = webhookLog.begin(RANGE);

const webhook = (event_no: number, resource: object = {}): string =>
  JSON.stringify({ event_no, resource: { mall_id: SHOP, event_shop_no: '1', ...resource } });
const row = (changes: object = {}) => ({
  log_id: 'zV7Ur3oBsq3B53njmYm-',
  log_type: 'G',
  event_no: 90023,
  mall_id: SHOP,
  trace_id: '0d492786-ae82-4073-aa88-0991b08ee732',
  requested_time: '2026-11-28T10:10:10+09:00',
  request_endpoint: 'https://example.com/webhooks/cafe24/main',
  request_body: webhook(90023, { order_id: '20261128-0000001', paid: 'T' }),
  success: 'F',
  response_http_code: null,
  response_body: null,
  ...changes,
});
const read = (rows: readonly object[], cursor = begin) => webhookLog.read({ logs: rows }, cursor, {}, SHOP);
const queryOf = (cursor = '') =>
  Object.fromEntries(new URL(webhookLog.request(cursor, SHOP).path, 'https://example.com').searchParams);

test('webhooks that failed are asked for, by days', () => {
  expect(webhookLog.request(begin, SHOP).path).toMatch(/^\/api\/v2\/admin\/webhooks\/logs\?/);
  expect(queryOf(begin)).toEqual({
    success: 'F',
    requested_start_date: '2026-11-27',
    requested_end_date: '2026-11-30',
    limit: '10000',
  });
});

test('a webhook that failed is replayed with its own body, which the reader of its topic takes', () => {
  const [entry, ...more] = read([row()]).entries;

  expect(more).toEqual([]);
  expect(entry).toMatchObject({ kind: 'delivery', id: 'zV7Ur3oBsq3B53njmYm-' });
  if (entry?.kind !== 'delivery') throw new Error('no delivery');
  const topic = topics[cafe24.topicInBody?.read(entry.body) ?? ''];
  if (topic?.about !== 'order') throw new Error('no topic of orders');
  expect(topic.read(entry.body, mappingSettings({ source: 'cafe24', shop: SHOP }), delivery)).toMatchObject({
    references: [{ orderId: '20261128-0000001', parameters: { shop_no: '1' } }],
  });
});

test('a webhook that was sent again is replayed too: nothing names the first one', () => {
  expect(read([row(), row({ log_id: 'b', log_type: 'R' })]).entries).toHaveLength(2);
});

test.each([
  ['by the TEST button', { log_type: 'T' }],
  ['that arrived', { success: 'T' }],
  ['of another mall', { request_body: webhook(90023, { mall_id: 'anothermall' }) }],
  ['of no mall', { request_body: '{"event_no":90023,"resource":{}}' }],
  ['without a body', { request_body: null }],
  ['whose body is not JSON', { request_body: '{"event_no":' }],
  ['about a group, which may be another by now', { request_body: webhook(90144) }],
  ['about a cart of some time ago', { request_body: webhook(90084) }],
  ['of no interest', { request_body: webhook(90001) }],
])('a webhook %s is left out', (_, changes) => {
  expect(read([row(changes)])).toEqual({ entries: [], next: undefined });
});

test('a member who left is erased though the webhook failed', () => {
  const request_body = webhook(90147, { member_id: 'fixture01' });
  expect(read([row({ request_body })]).entries).toHaveLength(1);
});

describe('of more webhooks than an answer holds', () => {
  const full = (time: (index: number) => string) =>
    Array.from({ length: 10_000 }, (_, index) =>
      row({ log_id: `log-${index}`, requested_time: time(index) }),
    );
  const minutes = (index: number) =>
    `2026-11-28T${String(Math.floor(index / 600)).padStart(2, '0')}:${String(Math.floor(index / 10) % 60).padStart(2, '0')}:00+09:00`;

  test('days are cut first, then it goes on after the newest', () => {
    const day = read(full(minutes)).next;
    expect(queryOf(day)).toMatchObject({
      requested_start_date: '2026-11-27',
      requested_end_date: '2026-11-28',
    });
    const since = read(full(minutes), day).next;
    expect(queryOf(since)).toMatchObject({ requested_start_date: '2026-11-27', since_log_id: 'log-9990' });

    const after = read([row()], since).next;
    expect(queryOf(after)).not.toHaveProperty('since_log_id');
    expect(queryOf(after)).toMatchObject({ requested_start_date: '2026-11-28' });
  });

  test('it ends though the same ones come again', () => {
    let cursor: string | undefined = begin;
    let pages = 0;
    for (; cursor !== undefined && pages < 100; pages += 1) cursor = read(full(minutes), cursor).next;
    expect(pages).toBeLessThan(20);
  });
});
