import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Decimal,
  fromMinorUnits,
  isNegative,
  subtract,
  sum,
  toDecimal,
  ZERO,
} from '../../model/money.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { OrderAccount, ToldStage } from './order-account.ts';
import { type Answer, decide, follows, type OrderChange } from './tell.ts';
import { tellingOf } from './telling-of.ts';

const NONE: ReadonlyMap<string, Decimal> = new Map();
const sent = { state: 'sent', owner: 'o', leaseUntil: 0, deliveryId: 'd', at: 0 } as const;

/** An order of one part that was told so much at a stage. Without a stage version 0.1.0 told it. */
function told(total: string, stage?: ToldStage): LedgerEntry {
  return { parts: 1, total, states: { 1: sent }, ...(stage && { account: { stage, changes: 0 } }) };
}

/** Decides changes one after the other, as the ledger does. Returns the answers and what is written in the end. */
function play(entry: LedgerEntry | undefined, ...changes: readonly OrderChange[]) {
  let known = entry;
  const answers: Answer[] = [];
  for (const change of changes) {
    const { answer, write } = decide(known, change);
    answers.push(answer);
    const account = { ...known?.account, ...write, changes: 1 };
    if (write !== undefined) known = { parts: 1, total: '0', states: {}, ...known, account };
  }
  return { answers, entry: known };
}

const refund = (refundId: string, amount: string, known = NONE): OrderChange => ({
  kind: 'refund',
  refundId,
  amount: toDecimal(amount),
  known,
});
const closing: OrderChange = { kind: 'closing', known: NONE };
const paid = (due: string, tells = false): OrderChange => ({ kind: 'paid', due: toDecimal(due), tells });
const risen = (due: string): OrderChange => ({ kind: 'risen', due: toDecimal(due) });

const back = (refundId: string, amount: string, cut = '0', covered = '0') => ({
  kind: 'take-back',
  refundId,
  amount,
  cut,
  covered,
});
const nothing = { kind: 'nothing' };

describe('a refund', () => {
  test('takes back what it says, and the same again gets the same answer', () => {
    const { answers, entry } = play(told('100', 'paid'), refund('1', '20.05'), refund('1', '20.05'));

    expect(answers).toEqual([back('1', '20.05'), back('1', '20.05')]);
    expect(entry?.account).toMatchObject({ told: '100', left: '79.95', backs: { 1: '20.05' } });
  });

  test('never takes back more than was told', () => {
    const { answers } = play(told('100', 'paid'), refund('1', '120'), refund('2', '5'));

    expect(answers).toEqual([back('1', '100', '20'), back('2', '0', '5')]);
  });

  test('uses up first what was never told', () => {
    const { answers, entry } = play(told('100', 'paid'), paid('120'), refund('1', '20'), refund('2', '100'));

    expect(answers).toEqual([{ kind: 'untold', amount: '20' }, back('1', '0', '0', '20'), back('2', '100')]);
    expect(entry?.account).toMatchObject({ left: '0', untold: '0' });
  });

  test('that comes before the rise it takes back leaves nothing untold', () => {
    const { answers, entry } = play(told('100', 'paid'), refund('1', '120'), paid('120'));

    expect(answers).toEqual([back('1', '100', '20'), { kind: 'untold', amount: '0' }]);
    expect(entry?.account).toMatchObject({ left: '0', untold: '0' });
  });

  describe('that is the sum of all until then', () => {
    test('takes back what it adds to the sums before, whichever came first', () => {
      const [first, second, third] = [
        refund('up-to-10', '10'),
        refund('up-to-25', '25'),
        refund('up-to-30.5', '30.5'),
      ];

      expect(play(told('100', 'paid'), first, second, third).answers).toEqual([
        back('up-to-10', '10'),
        back('up-to-25', '15'),
        back('up-to-30.5', '5.5'),
      ]);
      const late = play(told('100', 'paid'), third, first, second, third);
      expect(late.answers).toEqual([
        back('up-to-30.5', '30.5'),
        back('up-to-10', '0'),
        back('up-to-25', '0'),
        back('up-to-30.5', '30.5'),
      ]);
      expect(late.entry?.account).toMatchObject({ left: '69.5', untold: '0' });
    });

    test('counts what was never told once', () => {
      const { answers, entry } = play(
        told('100', 'paid'),
        paid('120'),
        refund('up-to-30', '30'),
        refund('up-to-50', '50'),
      );

      expect(answers.slice(1)).toEqual([back('up-to-30', '10', '0', '20'), back('up-to-50', '20')]);
      expect(entry?.account).toMatchObject({ left: '70', untold: '0' });
    });

    test('never takes back more than was told', () => {
      const { answers } = play(told('100', 'paid'), refund('up-to-90', '90'), refund('up-to-130', '130'));
      expect(answers).toEqual([back('up-to-90', '90'), back('up-to-130', '10', '30')]);
    });

    test('is any other refund if its id names no amount', () => {
      const { answers } = play(told('100', 'paid'), refund('up-to-x', '10'), refund('up-to-', '10'));
      expect(answers).toEqual([back('up-to-x', '10'), back('up-to-', '10')]);
    });
  });

  test.each<[string, LedgerEntry | undefined]>([
    ['nothing', undefined],
    ['nothing, for it was refused', { parts: 1, total: '5', states: {} }],
    [
      'nothing, though it was closed',
      { parts: 1, total: '0', states: {}, account: { stage: 'closed', changes: 1 } },
    ],
    ['one of two parts', { parts: 2, total: '5', states: { 1: sent } }],
  ])('waits for its purchase if Dfinery has %s', (_, entry) => {
    expect(decide(entry, refund('1', '5'))).toEqual({
      answer: { kind: 'purchase-missing', tries: 0, failedOf: undefined },
    });
  });

  test('that waits for a refused purchase knows so', () => {
    const entry: LedgerEntry = { parts: 1, total: '5', states: {}, tries: 1, failedOf: 'refused' };
    expect(decide(entry, refund('1', '5')).answer).toEqual({
      kind: 'purchase-missing',
      tries: 1,
      failedOf: 'refused',
    });
  });

  test('that waits for the refused purchase of an order that was closed since expects none any more', () => {
    const account = { stage: 'closed', changes: 1 } as const;
    const entry: LedgerEntry = { parts: 1, total: '5', states: {}, account, tries: 1, failedOf: 'refused' };
    expect(decide(entry, refund('1', '5')).answer).toMatchObject({ kind: 'purchase-missing', tries: 0 });
  });

  test.each(['claimed', 'uncertain'] as const)('waits while a part of its purchase is %s', (state) => {
    const entry = { parts: 1, total: '5', states: { 1: { ...sent, state } } };
    expect(decide(entry, refund('1', '5'))).toEqual({ answer: { kind: 'unsettled' } });
  });

  test('waits for a claim no longer once its message cannot come back', () => {
    const days = 11 * 24 * 3_600_000;
    const entry = {
      parts: 1,
      total: '5',
      states: { 1: { ...sent, state: 'claimed' as const, leaseUntil: 1 } },
    };

    expect(decide(entry, refund('1', '5'), days + 1)).toEqual({ answer: { kind: 'unsettled' } });
    expect(decide(entry, refund('1', '5'), days + 2).answer).toEqual(back('1', '5'));
  });

  test('waits while a further purchase is on its way', () => {
    const { answers } = play(
      told('100', 'paid'),
      paid('130', true),
      refund('1', '120'),
      risen('130'),
      refund('1', '120'),
    );
    expect(answers).toEqual([
      { kind: 'rise', amount: '30' },
      { kind: 'unsettled' },
      nothing,
      back('1', '120'),
    ]);
  });

  test('of an order that version 0.1.0 told counts what that took back', () => {
    const known = new Map([
      ['1', toDecimal('30')],
      ['2', toDecimal('50')],
    ]);
    const { answers, entry } = play(told('100'), refund('3', '40', known), refund('2', '50', known));

    expect(answers).toEqual([back('3', '20', '20'), back('2', '50')]);
    expect(entry?.account).toMatchObject({ left: '0', backs: { 1: '30', 2: '50', 3: '20' } });
  });
});

describe('the end of an order', () => {
  test('takes back all that is left, once', () => {
    const { answers } = play(told('100', 'promised'), refund('1', '30'), closing, closing);
    expect(answers).toEqual([back('1', '30'), back('cancellation', '70'), back('cancellation', '70')]);
  });

  test('is remembered if nothing was told, and asks for nothing', () => {
    const { answers, entry } = play(undefined, closing, closing);

    expect(answers).toEqual([nothing, nothing]);
    expect(entry).toEqual({ parts: 1, total: '0', states: {}, account: { stage: 'closed', changes: 1 } });
  });

  test('says nothing about an order that is paid', () => {
    expect(decide(told('100', 'paid'), closing)).toEqual({ answer: nothing });
  });

  test('takes back what version 0.1.0 told, less what that took back', () => {
    const known = new Map([['1', toDecimal('30')]]);
    expect(decide(told('100'), { kind: 'closing', known }).answer).toEqual(back('cancellation', '70'));
  });

  test('repeats nothing if version 0.1.0 took all of it back', () => {
    const known = new Map([['cancellation', toDecimal('100')]]);
    expect(decide(told('100'), { kind: 'closing', known }).answer).toEqual(back('cancellation', '100'));
  });

  test('that comes after a refund cuts what is listed later to nothing', () => {
    const { answers } = play(told('100', 'promised'), closing, refund('1', '30'));
    expect(answers).toEqual([back('cancellation', '100'), back('1', '0', '30')]);
  });
});

describe('an order that is paid', () => {
  test.each([
    ['as promised', '100', nothing],
    ['lower', '70', back('settlement', '30')],
    ['higher', '130', { kind: 'untold', amount: '30' }],
  ])('after it was promised, %s', (_, due, answer) => {
    const { answers, entry } = play(told('100', 'promised'), paid(due), paid(due));

    expect(answers[0]).toEqual(answer);
    expect(answers[1]).toEqual(answer === nothing || due === '130' ? nothing : answer);
    expect(entry?.account).toMatchObject({ stage: 'paid', due });
  });

  test('is never settled below what was taken back already', () => {
    const { answers, entry } = play(told('100', 'promised'), refund('1', '90'), paid('70'), paid('130'));
    expect(answers).toEqual([back('1', '90'), back('settlement', '10'), { kind: 'untold', amount: '40' }]);
    // Kept are 40, and nothing of it is told.
    expect(entry?.account).toMatchObject({ left: '0', untold: '40' });
  });

  test('lower than it was told as paid says nothing', () => {
    expect(decide(told('100', 'paid'), paid('70'))).toEqual({ answer: nothing });
    expect(decide(told('100'), paid('70')).answer).toEqual(nothing);
  });

  test('after it was closed is a rise of all of it', () => {
    expect(play(told('100', 'promised'), closing, paid('100')).answers[1]).toEqual({
      kind: 'untold',
      amount: '100',
    });
    expect(play(told('100', 'promised'), closing, paid('100', true)).answers[1]).toEqual({
      kind: 'rise',
      amount: '100',
    });
  });

  test('after it was closed with a refund before is a rise of what is kept', () => {
    const { answers, entry } = play(told('400', 'promised'), refund('1', '100'), closing, paid('400'));
    expect(answers[2]).toEqual({ kind: 'untold', amount: '300' });
    expect(entry?.account).toMatchObject({ left: '0', untold: '300' });
  });

  test('still takes back what its end or its settlement had reserved', () => {
    expect(play(told('100', 'promised'), closing, paid('100'), closing).answers[2]).toEqual(
      back('cancellation', '100'),
    );
    const { answers } = play(told('100', 'promised'), paid('70'), paid('90'), paid('70'));
    expect(answers).toEqual([
      back('settlement', '30'),
      { kind: 'untold', amount: '20' },
      back('settlement', '30'),
    ]);
  });

  test('and rises step by step has one further purchase a step, whatever comes again', () => {
    const { answers, entry } = play(
      told('100', 'paid'),
      paid('120', true),
      risen('120'),
      paid('150', true),
      paid('120', true),
      risen('150'),
      paid('150', true),
    );

    expect(answers).toEqual([
      { kind: 'rise', amount: '20' },
      nothing,
      { kind: 'rise', amount: '30' },
      nothing,
      nothing,
      nothing,
    ]);
    expect(entry?.account).toMatchObject({ told: '150', left: '150', untold: '0', rises: {} });
  });

  test('goes on with a further purchase that was not sent', () => {
    const { answers } = play(told('100', 'paid'), paid('120', true), paid('120', true));
    expect(answers).toEqual([
      { kind: 'rise', amount: '20' },
      { kind: 'rise', amount: '20' },
    ]);
  });
});

test('a repeat of what was told is known without a write', () => {
  expect(follows(told('100', 'paid'), paid('100'))).toBe(false);
  expect(follows(told('100', 'promised'), paid('100'))).toBe(true);
});

const units = fc.integer({ min: 1, max: 200 });
const change = fc.oneof(
  fc.record({
    kind: fc.constant('refund' as const),
    refundId: fc.integer({ min: 1, max: 5 }),
    amount: units,
  }),
  fc.record({ kind: fc.constant('paid' as const), due: units }),
  fc.constant({ kind: 'closing' as const }),
);

test.each([true, false])(
  'whatever happens in whatever order, the account adds up (rises are told: %s)',
  (tells) => {
    fc.assert(
      fc.property(
        units,
        fc.constantFrom<ToldStage | undefined>('promised', 'paid', undefined),
        fc.array(change, { maxLength: 12 }),
        (first, stage, changes) => {
          const money = (amount: number) => fromMinorUnits(BigInt(amount), 2);
          let entry = told(money(first), stage);
          let net = money(first);
          const seen = new Map<string, Decimal>();
          for (const next of changes) {
            const asked: OrderChange =
              next.kind === 'refund'
                ? { kind: 'refund', refundId: String(next.refundId), amount: money(next.amount), known: NONE }
                : next.kind === 'paid'
                  ? { kind: 'paid', due: money(next.due), tells }
                  : { kind: 'closing', known: NONE };
            const { answers, entry: after } = play(entry, asked);
            entry = after ?? entry;
            const [answer] = answers;
            if (answer?.kind === 'take-back') {
              const before = seen.get(answer.refundId);
              if (before !== undefined) expect(answer.amount).toBe(before);
              else net = subtract(net, answer.amount);
              seen.set(answer.refundId, answer.amount);
            }
            if (answer?.kind === 'rise' && asked.kind === 'paid') {
              net = sum([net, answer.amount]);
              entry = play(entry, { kind: 'risen', due: asked.due }).entry ?? entry;
            }
            expect(isNegative(net)).toBe(false);
            const telling = tellingOf(entry);
            if (telling.kind !== 'told') throw new Error(telling.kind);
            expectSound(telling.account, net);
          }
        },
      ),
      { numRuns: 500 },
    );
  },
);

function expectSound({ told: all, left, backs }: OrderAccount, net: Decimal): void {
  expect(left).toBe(net);
  expect(subtract(all, ...Object.values(backs))).toBe(left);
  expect(sum([left, ZERO])).toBe(left);
}
