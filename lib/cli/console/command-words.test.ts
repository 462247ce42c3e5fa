import { globSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { FigureName } from '../../model/order-figures.ts';
import type { CheckResult } from '../doctor/check-result.ts';
import type { Finding } from '../reconcile/finding.ts';
import { accountsOf } from '../status/account.ts';
import { toCounts } from '../status/counts.ts';
import type { EventState } from '../trace/describe-account.ts';
import type { Transformed } from '../transform.ts';
import { triggerCases } from '../trigger/trigger-cases.ts';
import { korean } from './page/words/command-words.ts';

const accounts = accountsOf(toCounts(new Map(), new Map()));
const parts = Object.values(accounts).flatMap((account) => account.parts.map(({ name }) => name));
const cases = Object.values(triggerCases).flatMap(({ cases: own }) => Object.keys(own));
const terms = globSync('lib/sources/**/*.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\bterm: ([^,]+)/g)].flatMap(([, term = '']) =>
    [...term.matchAll(/'([^']+)'/g)].map(([, word = '']) => word),
  ),
);

describe('Korean stands beside', () => {
  test.each([
    ['an account', Object.keys(accounts)],
    ['a part of an account', [...parts, 'rest']],
    ['a built-in case', cases],
    ['a term of what is due', terms],
  ])('the word for %s', (_, words) => {
    expect(words.length).toBeGreaterThan(3);
    expect(words.filter((word) => !Object.hasOwn(korean, word))).toEqual([]);
  });

  // The compiler decides, not the run.
  test('the words of a type', () => {
    type Words = FigureName | EventState | CheckResult['state'] | Finding['about'] | Transformed['outcome'];
    expectTypeOf<Words>().toExtend<keyof typeof korean>();
  });
});
