import type { Asked } from '../asking/question.ts';
import type { Answers } from '../asking/shown-answers.ts';
import { say } from '../words/language.ts';
import { Answered } from './answered.tsx';
import { MoneyTable } from './money-table.tsx';

/** The money of an order, once it is explained. Nothing of what is no order. */
export function MoneySection({ explained }: { readonly explained: Asked<Answers['explain']> }) {
  const found = explained.answer?.results[0];
  if (found?.outcome !== 'explained') return null;
  return (
    <section>
      <h3>{say('money')}</h3>
      <Answered asked={explained} label={say('money')}>
        {() => <MoneyTable explained={found} />}
      </Answered>
    </section>
  );
}
