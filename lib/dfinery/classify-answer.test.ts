import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import { classifyAnswer } from './classify-answer.ts';

const answered = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  kind: 'answered',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const code = (value: string | number, status = false) => ({ status, code: value });

describe('success takes HTTP 2xx, status true and code 20000, as text or as a number', () => {
  test.each([
    [200, code('20000', true)],
    [200, code(20_000, true)],
    [201, code('20000', true)],
  ])('HTTP %i %j', (status, body) => {
    expect(classifyAnswer(answered(status, body)).outcome).toBe('accepted');
  });

  test.each([
    [200, code('20000', false)],
    [200, { status: 'true', code: '20000' }],
    [200, { status: true }],
    [200, { code: '20000' }],
    [200, code('200000', true)],
    [200, code('40000', true)],
    [302, code('20000', true)],
    [500, code('20000', true)],
    [400, code('20000', true)],
  ])('not HTTP %i %j', (status, body) => {
    expect(classifyAnswer(answered(status, body)).outcome).not.toBe('accepted');
  });
});

test.each([
  ['40402', 'too-large'],
  ['40000', 'refused'],
  ['40001', 'refused'],
  ['40401', 'throttled'],
  ['40101', 'misconfigured'],
  ['40201', 'misconfigured'],
  ['50000', 'unavailable'],
  ['50001', 'unavailable'],
  ['40999', 'unavailable'],
  ['constructor', 'unavailable'],
])('code %s is %s, as text or as a number', (value, outcome) => {
  expect(classifyAnswer(answered(200, code(value))).outcome).toBe(outcome);
  expect(classifyAnswer(answered(400, code(value)))).toMatchObject(
    outcome === 'unavailable' ? {} : { outcome, reason: value },
  );
  if (/^\d+$/.test(value)) expect(classifyAnswer(answered(200, code(Number(value)))).outcome).toBe(outcome);
});

test.each([
  [400, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [401, 'misconfigured'],
  [403, 'misconfigured'],
  [429, 'throttled'],
  [408, 'unavailable'],
  [404, 'unavailable'],
  [301, 'unavailable'],
  [302, 'unavailable'],
  [500, 'unavailable'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [504, 'unavailable'],
])('HTTP %i without a readable body is %s', (status, outcome) => {
  for (const body of ['', '<html>', '{}', 'null', '[]']) {
    expect(classifyAnswer(answered(status, body))).toEqual({ outcome, reason: `http-${status}` });
  }
});

test('a server error stays one, whatever its body says', () => {
  expect(classifyAnswer(answered(503, code('40000')))).toEqual({
    outcome: 'unavailable',
    reason: 'http-503',
  });
});

test.each(['', 'OK', '<html>', 'null', '"20000"', '{"status":true,"code":"20000"'])(
  'HTTP 200 with the body %j is not a success',
  (body) => {
    expect(classifyAnswer(answered(200, body))).toEqual({
      outcome: 'unavailable',
      reason: 'unreadable-answer',
    });
  },
);

test.each(['connect-timeout', 'timeout', 'connection-failed', 'answer-too-long'] as const)(
  'no answer (%s) is unavailable',
  (reason) => {
    expect(classifyAnswer({ kind: 'unanswered', reason })).toEqual({ outcome: 'unavailable', reason });
  },
);

test('every answer has an outcome, and its reason never repeats the answer’s text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
      const { reason } = classifyAnswer(answered(status, body));
      expect(reason).toMatch(/^(http-\d{3}|\d{5}|unknown-code|unreadable-answer)$/);
    }),
  );
});

test('Dfinery’s message is passed on if it is text, whatever the outcome', () => {
  const refusal = { ...code('40001'), message: 'VALIDATION_FAILURE' };

  expect(classifyAnswer(answered(200, refusal)).message).toBe('VALIDATION_FAILURE');
  expect(classifyAnswer(answered(400, refusal)).message).toBe('VALIDATION_FAILURE');
  expect(classifyAnswer(answered(200, { ...refusal, message: 7 }))).toMatchObject({ outcome: 'refused' });
});

test('an unknown code is passed on only if it has the form of one', () => {
  expect(classifyAnswer(answered(200, code('50101'))).reason).toBe('50101');
  expect(classifyAnswer(answered(200, code('a text'))).reason).toBe('unknown-code');
});
