import { describe, expect, test } from 'vitest';
import { toGatewayEvent } from '../../../infra/local/aws/gateway-event.ts';
import { aReceiver } from '../../../test/support/builders/a-receiver.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { decodeFetchMessage } from '../../queue/fetch-message.ts';
import { toReceiverRequest } from '../../receive/api-gateway.ts';
import { shopby } from './source.ts';

const KEY = 'kE3_-'.repeat(8);

/** Receives a webhook at an address with this query. */
async function receive(query: string, body: unknown) {
  const receiver = aReceiver({ source: 'shopby', shop: '1234', secrets: [KEY], poll: {} });
  const rawBody = Buffer.from(JSON.stringify(body));
  const request = { method: 'POST', target: `/webhooks/shopby/main${query}`, headers: {}, body: rawBody };
  const route = { source: 'shopby', connection: 'main' };
  const answer = await receiver.receive(toReceiverRequest(toGatewayEvent(request, route), route));
  return { answer, fetches: receiver.seen.fetches.map(decodeFetchMessage), ...receiver };
}

const bodyOf = (name: string): unknown => JSON.parse(fixture(shopby, name).rawBody.toString());

describe('a webhook with the key in its address', () => {
  test('is a hint: each order that it names is fetched, and nothing else of it is read', async () => {
    const { answer, fetches, seen } = await receive(`?key=${KEY}`, bodyOf('CHANGE_ORDER_STATUS.two-orders'));

    expect(answer).toEqual({ kind: 'fetch-queued', fetches: 2 });
    expect(fetches).toMatchObject([
      { reference: { orderId: '202611201234567890' } },
      { reference: { orderId: '202611201234567891' } },
    ]);
    expect([seen.queued, seen.erasures]).toEqual([[], []]);
  });

  test('may have its event in the address too, which is not read', async () => {
    const { answer } = await receive(`?eventType=MEMBER_WITHDRAW&key=${KEY}`, bodyOf('CREATE_ORDER.card'));
    expect(answer).toEqual({ kind: 'fetch-queued', fetches: 1 });
  });

  test.each(['MEMBER_WITHDRAW', 'MEMBER_INFO_CHANGED', 'order', 'member-withdrawn', 'member'])(
    'forgets and changes nobody: %s',
    async (eventType) => {
      const { answer, seen } = await receive(`?key=${KEY}`, { eventType, memberNo: 4321, mallNo: 1234 });

      expect(answer.kind === 'queued' || answer.kind === 'erasure-queued').toBe(false);
      expect([seen.queued, seen.fetches, seen.erasures]).toEqual([[], [], []]);
    },
  );

  test('cannot have the whole shop fetched by whoever saw the address: too many orders are parked', async () => {
    const orders = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        eventType: 'CHANGE_ORDER_STATUS',
        orderNo: String(202_611_200_000_000 + index),
      }));
    const most = await receive(`?key=${KEY}`, orders(500));
    const more = await receive(`?key=${KEY}`, orders(501));

    expect(most.answer).toEqual({ kind: 'fetch-queued', fetches: 500 });
    expect(more.answer).toEqual({ kind: 'parked' });
    expect(more.seen.fetches).toEqual([]);
  });

  test('that mixes two events is parked', async () => {
    const { answer } = await receive(`?key=${KEY}`, [
      { eventType: 'CREATE_ORDER' },
      { eventType: 'ADD_CART' },
    ]);
    expect(answer).toMatchObject({ kind: 'parked' });
  });

  test.each([
    { mallNo: 77, orderNo: '202611201234567890' },
    { order: { mallNo: 77, orderNo: '202611201234567890' } },
    { mallNo: 1234, order: { mallNo: 77, orderNo: '202611201234567890' } },
  ])('of another mall is refused: an app has one address for all of its malls (%j)', async (named) => {
    const { answer } = await receive(`?key=${KEY}`, { eventType: 'CREATE_ORDER', ...named });
    expect(answer).toEqual({ kind: 'unauthorized', status: 401 });
  });
});

describe('without the right key', () => {
  test.each([
    '',
    '?key=',
    '?key=wrong',
    `?key=${KEY}0`,
    `?key=${KEY}&key=${KEY}`,
    `?Key=${KEY}`,
    `?key=${KEY.toLowerCase()}`,
  ])('a webhook is refused: %s', async (query) => {
    const { answer, seen } = await receive(query, bodyOf('CHANGE_ORDER_STATUS.paid'));

    expect(answer).toEqual({ kind: 'unauthorized', status: 401 });
    expect(seen.fetches).toEqual([]);
  });
});

test('the key is in no log line, no message and no parked delivery', async () => {
  for (const name of ['CHANGE_ORDER_STATUS.paid', 'CHANGE_ORDER_STATUS.no-order']) {
    const { telemetry, seen } = await receive(`?key=${KEY}`, bodyOf(name));
    expect(JSON.stringify([telemetry.lines, seen])).not.toContain(KEY);
  }
});

test('a key that an address would have to escape, or that is short, is not stored', () => {
  expect(shopby.checkSecret?.(KEY)).toBeUndefined();
  for (const secret of ['short', 'a'.repeat(31), `${'a'.repeat(40)}&`, `${'a'.repeat(40)} `]) {
    expect(shopby.checkSecret?.(secret)).toMatch(/32/);
    expect(shopby.checkSecret?.(secret)).not.toContain(secret);
  }
});
