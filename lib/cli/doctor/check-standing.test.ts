import { expect, test } from 'vitest';
import { createMemoryLastAnswers } from '../../../test/support/doubles/memory-last-answers.ts';
import { UnavailableError } from '../../model/errors.ts';
import { checkStanding, judgeStanding, type StandingPause } from './check-standing.ts';

const NOW = Date.parse('2026-11-24T12:00:00');
const MINUTE = 60_000;
const about = { connection: 'main', now: NOW };
const pause = {
  reason: 'refused',
  until: NOW + 10 * MINUTE,
  probedAt: NOW - MINUTE,
  failures: 3,
  since: NOW - 50 * MINUTE,
} as const;
const refused = { refusedAt: NOW - MINUTE, code: '40001', because: 'refused' };

interface Case {
  readonly pauses?: readonly StandingPause[];
  readonly answer?: Parameters<typeof judgeStanding>[1];
  readonly state: string;
  readonly found: RegExp;
  readonly advice?: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'a refused connection, with since when, code and the next probe': {
    pauses: [{ lane: 'connection', pause }],
    answer: refused,
    state: 'fail',
    found: /^the connection is paused since 11:10: Dfinery refuses it \(40001\), next probe by 12:04$/,
    advice: /adapter names --connection main/,
  },
  'a wrong token': {
    pauses: [{ lane: 'connection', pause: { ...pause, reason: 'misconfigured' } }],
    answer: { refusedAt: NOW, code: '40201', because: 'misconfigured' },
    state: 'fail',
    found: /\(40201\)/,
    advice: /^adapter connection check main$/,
  },
  'an unavailable service, paused by an older version': {
    pauses: [{ lane: 'service', pause: { ...pause, reason: 'unavailable', since: undefined } }],
    state: 'fail',
    found: /^the service is paused Dfinery is unavailable, next probe by/,
  },
  'a paused call about profiles': {
    pauses: [{ lane: 'service', call: 'user-profile', pause: { ...pause, reason: 'throttled' } }],
    state: 'fail',
    found: /^the service, for user-profile is paused/,
  },
  'a pause that is over, and was not refuted': {
    pauses: [{ lane: 'connection', pause: { ...pause, until: NOW - MINUTE } }],
    state: 'warn',
    found: /nothing was accepted since$/,
  },
  'a last answer that was a refusal': {
    answer: { ...refused, acceptedAt: NOW - 5 * MINUTE },
    state: 'warn',
    found: /^refused 11:59 \(40001\); accepted: last 11:55$/,
  },
  'a refusal before the last success': {
    answer: { ...refused, acceptedAt: NOW },
    state: 'ok',
    found: /^nothing is paused; accepted: last 12:00$/,
  },
  'nothing yet': { state: 'ok', found: /accepted: nothing yet$/ },
};

test.each(Object.entries(cases))('%s', (_, { pauses = [], answer, state, found, advice = /.*/ }) => {
  const result = judgeStanding(pauses, answer, about);

  expect(result).toMatchObject({ state, found: expect.stringMatching(found) as string });
  expect(result.advice ?? '').toMatch(advice);
});

test('every lane of the connection and its service is looked at', async () => {
  const asked: string[] = [];
  const read = (lanes: readonly string[]) => {
    asked.push(...lanes);
    return Promise.resolve(new Map([['service-1#identities', { ...pause, until: Date.now() + MINUTE }]]));
  };
  const lastAnswers = () => createMemoryLastAnswers(() => NOW);
  const connection = { id: 'main', dfinery: { serviceId: 'service-1', accessToken: 'a-token' } };

  const { state, found } = await checkStanding({ pauses: () => ({ read }), lastAnswers }, connection);
  expect([state, found]).toEqual(['fail', expect.stringContaining('the service, for identities is paused')]);
  expect(asked).toContain('service-1#connection#main#user-profile');
  expect(asked).toHaveLength(6);
});

test('a ledger that does not answer is left to its own check', async () => {
  const fault = new UnavailableError('The ledger is unavailable', { code: 'ledger-unavailable' });
  const read = () => Promise.reject(fault);
  const connection = { id: 'main', dfinery: { serviceId: 'service-1', accessToken: 'a-token' } };
  const ports = { pauses: () => ({ read }), lastAnswers: () => ({ read }) };

  expect((await checkStanding(ports, connection)).state).toBe('warn');
});
