import { expect, test } from 'vitest';
import type { DeliverySummary, RequestSummary } from '../../../console-api.ts';
import type { ExplainAnswer, TransformAnswer } from '../../asking/shown-answers.ts';
import { toSteps } from './to-steps.ts';

const summary: DeliverySummary = {
  number: 1,
  at: '2026-11-29T00:00:00.000Z',
  source: 'shopify',
  connection: 'main',
  topic: 'orders/paid',
  bytes: 1,
  status: 200,
  outcome: 'queued',
  reason: undefined,
  orderId: '1042',
  answeredInMs: 8,
  requests: [],
  isSent: false,
};
const request: RequestSummary = {
  number: 12,
  at: '2026-11-29T00:00:00.300Z',
  call: 'events',
  serviceId: 'service',
  events: 1,
  items: 1,
  orderIds: ['1042'],
  outcome: 'accepted',
  code: '20000',
  reasons: [],
  answeredInMs: 96,
};
const money: ExplainAnswer = {
  outcome: 'explained',
  figures: [],
  stage: 'paid',
  currency: 'KRW',
  sum: '72000',
  total: '72000',
  addsUp: true,
  remark: null,
  told: null,
  due: [],
  paidBack: [],
  oddFigures: [],
  next: [],
};
const transform: TransformAnswer = {
  outcome: 'events',
  events: [{ identity: {}, event: { event_name: 'df_purchase' } }],
};

function wordsOf(known: Partial<Parameters<typeof toSteps>[0]>): string[] {
  const steps = toSteps({ summary, transform, money, request: undefined, isRequestSeen: true, ...known });
  return steps.map(({ tone, word, code }) =>
    [tone, word, code].filter((part) => part !== undefined).join(' '),
  );
}

test('an order that was accepted went all six', () => {
  const sent = { ...summary, requests: [12], isSent: true };

  expect(wordsOf({ summary: sent, request })).toEqual([
    'good arrived',
    'good verified',
    'good addsUp paid',
    'good mapped df_purchase',
    'good sentInRequest #12',
    'good accepted 20000',
  ]);
});

test('of a real Dfinery neither request nor answer is seen', () => {
  expect(wordsOf({ isRequestSeen: false }).slice(4)).toEqual(['quiet notKnown', 'quiet notKnown']);
});

test('a duplicate was sent before it came', () => {
  expect(wordsOf({ summary: { ...summary, isSent: true } }).slice(4)).toEqual([
    'quiet sentBefore',
    'quiet notReached',
  ]);
});

test('of what is known no request leaves', () => {
  expect(wordsOf({ summary: { ...summary, outcome: 'known' } }).slice(4)).toEqual([
    'quiet known',
    'quiet notReached',
  ]);
});

test('a forged delivery stops at the verdict, whatever its body would become', () => {
  const forged = { ...summary, status: 401, outcome: 'unauthorized', reason: 'signature-mismatch' };

  expect(wordsOf({ summary: forged })).toEqual([
    'good arrived',
    'bad refused signature-mismatch',
    ...Array.from({ length: 4 }, () => 'quiet notReached'),
  ]);
});

test('figures that do not add up hold nothing back', () => {
  expect(wordsOf({ money: { ...money, addsUp: false } }).slice(2)).toEqual([
    'bad doesNotAddUp paid',
    'good mapped df_purchase',
    'busy waits',
    'quiet notReached',
  ]);
});

test('a refusal by Dfinery is the last step', () => {
  const refused = { ...request, outcome: 'refused', code: '40001' };

  expect(wordsOf({ summary: { ...summary, requests: [12] }, request: refused }).at(-1)).toBe(
    'bad notAccepted refused 40001',
  );
});

test('an order that is only named waits for its fetch', () => {
  expect(wordsOf({ money: undefined, transform: { outcome: 'references' } }).slice(2, 4)).toEqual([
    'good onlyNamed',
    'quiet afterFetch',
  ]);
});
