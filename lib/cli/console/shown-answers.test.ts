import { expectTypeOf, test } from 'vitest';
import type { Summary } from '../connection/connection-command.ts';
import type { LetterGroup } from '../dead-letters/group-letters.ts';
import type { summaryOf } from '../dead-letters/letter-details.ts';
import type { CheckResult } from '../doctor/check-result.ts';
import type { Named } from '../doctor/doctor.ts';
import type { ExplainedOrder } from '../explain/explain-order.ts';
import type { Listed, ParkedDetails } from '../parked.ts';
import type { ComparisonLine } from '../reconcile/comparison-lines.ts';
import type { Examination } from '../signature/examine-signature.ts';
import type { toStatusJson } from '../status/status-json.ts';
import type { Place } from '../trace/place-of.ts';
import type { Traced } from '../trace/trace-order.ts';
import type { Transformed } from '../transform.ts';
import type { Answers, QuestionName } from './page/asking/shown-answers.ts';
import type { questions } from './server/questions.ts';

/** What is left of a value in JSON. */
type Printed<Value> = unknown extends Value
  ? unknown
  : Value extends string | number | boolean | null
    ? Value
    : Value extends readonly (infer One)[]
      ? readonly Printed<One>[]
      : {
          readonly [Name in keyof Value as MayLack<Value[Name]> extends true ? never : Name]: Printed<
            Value[Name]
          >;
        } & {
          readonly [Name in keyof Value as MayLack<Value[Name]> extends true ? Name : never]?: Printed<
            Exclude<Value[Name], undefined>
          >;
        };

type MayLack<Value> = unknown extends Value ? false : undefined extends Value ? true : false;

// The compiler decides, not the run.
test('the page reads what commands print', () => {
  expectTypeOf<Printed<Summary>>().toExtend<Answers['connections']>();
  expectTypeOf<Printed<Named & CheckResult>>().toExtend<Answers['doctor']>();
  expectTypeOf<Printed<{ outcome: 'explained' } & ExplainedOrder>>().toExtend<Answers['explain']>();
  expectTypeOf<Printed<LetterGroup>>().toExtend<Answers['letters']>();
  expectTypeOf<Printed<ReturnType<typeof summaryOf>>>().toExtend<Answers['letters-each']>();
  expectTypeOf<Printed<Listed>>().toExtend<Answers['parked']>();
  expectTypeOf<Printed<ParkedDetails>>().toExtend<Answers['parked-show']>();
  expectTypeOf<Printed<ComparisonLine>>().toExtend<Answers['reconcile']>();
  expectTypeOf<Printed<Examination>>().toExtend<Answers['signature']>();
  expectTypeOf<Printed<ReturnType<typeof toStatusJson>>>().toExtend<Answers['status']>();
  expectTypeOf<Printed<{ place: Place } & Traced['output']>>().toExtend<Answers['trace']>();
  expectTypeOf<Printed<Transformed>>().toExtend<Answers['transform']>();
});

test('the page asks what the server’s table has', () => {
  expectTypeOf<QuestionName>().toEqualTypeOf<keyof typeof questions>();
});
