import { expect, test } from 'vitest';
import { fateOfAnswer } from './fate-of-answer.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const IN_A_MINUTE = NOW + 60_000;

function answered(code: string, headers: Record<string, string> = {}) {
  return { kind: 'answered', status: 200, headers, body: JSON.stringify({ status: false, code }) } as const;
}

test('an accepted request does not wait', () => {
  const body = JSON.stringify({ status: true, code: '20000' });
  expect(fateOfAnswer({ kind: 'answered', status: 200, headers: {}, body }, NOW)).toEqual({
    kind: 'accepted',
    outcome: 'accepted',
    code: '20000',
  });
});

test.each([
  ['40000', 'refused', 'refused'],
  ['40101', 'misconfigured', 'misconfigured'],
  ['50101', 'unavailable', 'unavailable'],
  // It may be sent again in parts; a single event will never be accepted.
  ['40402', 'too-large', 'refused'],
])('%s is %s and waits as %s', (code, outcome, because) => {
  expect(fateOfAnswer(answered(code), NOW)).toEqual({
    kind: 'failed',
    outcome,
    code,
    waits: { kind: 'waits', because, code, message: undefined, retryAt: undefined },
  });
});

test('a used-up quota waits until its reset, if the answer says when', () => {
  const headers = { 'x-rate-limit-reset': String(IN_A_MINUTE / 1000) };
  expect(fateOfAnswer(answered('40401', headers), NOW)).toMatchObject({ waits: { retryAt: IN_A_MINUTE } });
  expect(fateOfAnswer(answered('40401'), NOW)).toMatchObject({ waits: { retryAt: undefined } });
});

test('a reset in the answer of another failure is ignored', () => {
  const headers = { 'x-rate-limit-reset': String(IN_A_MINUTE / 1000) };
  expect(fateOfAnswer(answered('50101', headers), NOW)).toMatchObject({ waits: { retryAt: undefined } });
});

test('no answer means unavailable', () => {
  expect(fateOfAnswer({ kind: 'unanswered', reason: 'timeout' }, NOW)).toMatchObject({
    outcome: 'unavailable',
    waits: { because: 'unavailable', code: 'timeout' },
  });
});
