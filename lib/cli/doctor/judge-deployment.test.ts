import { describe, expect, test } from 'vitest';
import { judgeApiVersions } from './judge-api-versions.ts';
import { judgeEventSources } from './judge-event-sources.ts';
import { judgeSubscriptions } from './judge-subscriptions.ts';
import { judgeVersions } from './judge-versions.ts';

describe('what is deployed against what is checked out', () => {
  const [commit, other] = ['a'.repeat(40), 'b'.repeat(40)];
  const here = { version: '0.1.0', commit, node: '24.0.0' };

  test.each([
    ['the same commit', { version: '0.1.0', commit }, 'ok', /^adapter 0\.1\.0 \(aaaaaaaa\), here 0\.1\.0/],
    ['another commit of the same version', { version: '0.1.0', commit: other }, 'warn', /\(bbbbbbbb\)/],
    ['a changed checkout', { version: '0.1.0', commit: `${commit}-dirty` }, 'warn', /aaaaaaaa-dirty/],
    ['another version', { version: '0.0.9', commit }, 'warn', /0\.0\.9/],
    ['no commit', { version: '0.1.0', commit: undefined }, 'ok', /commit unknown/],
    ['deployed outside of Git', { version: '0.1.0', commit: 'unknown' }, 'ok', /commit unknown/],
  ])('%s', (_, deployed, state, found) => {
    expect(judgeVersions(deployed, here)).toMatchObject({
      state,
      found: expect.stringMatching(found) as string,
    });
  });
});

describe('the event source of a queue', () => {
  const consumer = { functionName: 'adapter-prod-drainEvents', queueName: 'events-1' };
  const queueArn = 'arn:aws:sqs:ap-northeast-2:000000000000:events-1';

  test.each([
    ['Enabled', 'ok'],
    ['Disabled', 'fail'],
    ['Disabling', 'fail'],
    ['Deleting', 'fail'],
    ['Updating', 'warn'],
    ['Creating', 'warn'],
  ])('%s: %s', (state, expected) => {
    expect(judgeEventSources(consumer, [{ queueArn, state }]).state).toBe(expected);
  });

  test.each([
    ['there is none', []],
    ['it is of another queue', [{ queueArn: `${queueArn}-old`, state: 'Enabled' }]],
  ])('fails if %s', (_, sources) => {
    const { state, found } = judgeEventSources(consumer, sources);
    expect([state, found]).toEqual(['fail', 'adapter-prod-drainEvents has no event source events-1']);
  });
});

describe('who is told of alarms', () => {
  const email = { protocol: 'email', isConfirmed: true };
  const lambda = { protocol: 'lambda', isConfirmed: true };

  test.each([
    ['a confirmed mail', [email], true, 'ok'],
    ['a webhook', [lambda], false, 'ok'],
    ['an unconfirmed mail', [lambda, { ...email, isConfirmed: false }], true, 'fail'],
    ['a mail that was forgotten', [lambda], true, 'fail'],
    ['nobody', [], false, 'warn'],
  ])('%s', (_, subscriptions, wantsEmail, state) => {
    expect(judgeSubscriptions(subscriptions, { wantsEmail }).state).toBe(state);
  });
});

describe('the versions of APIs', () => {
  const shopify = { id: 'shopify', apiVersion: { name: '2026-10', supportedUntil: '2027-10-01' } };

  test.each([
    ['2026-11-29', 'ok', 'shopify 2026-10 until 2027-10-01'],
    ['2027-07-02', 'ok', 'shopify 2026-10 until 2027-10-01'],
    ['2027-07-04', 'fail', 'shopify 2026-10 until 2027-10-01'],
    ['2027-10-02', 'fail', 'shopify 2026-10 ended 2027-10-01'],
  ])('on %s: %s', (day, state, found) => {
    expect(judgeApiVersions([shopify, { id: 'woocommerce' }], Date.parse(day))).toMatchObject({
      state,
      found,
    });
  });

  test('no version, no end', () => {
    expect(judgeApiVersions([{ id: 'woocommerce' }], 0).state).toBe('ok');
  });
});
