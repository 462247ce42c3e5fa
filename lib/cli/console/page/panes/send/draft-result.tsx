import { useEffect, useState } from 'preact/hooks';
import type { Draft } from '../../draft.ts';
import { findJsonMistake } from '../../json-mistake.ts';
import { say } from '../../language.ts';
import { Answered } from '../../parts/answered.tsx';
import { MoneyTable } from '../../parts/money-table.tsx';
import { type Question, useQuestion } from '../../question.ts';
import { reveal } from '../../reveal.ts';
import type { ExplainAnswer, TransformAnswer } from '../../shown-answers.ts';
import { EventsView } from '../live/events-view.tsx';

/** So long nothing must be typed before the body is read. */
const PAUSE_MS = 300;

/** What the body would become, read anew as one types. */
export function DraftResult({ current }: { readonly current: Draft }) {
  const { source, topic, connection, body } = current;
  const [question, setQuestion] = useState<Question>();
  const transformed = useQuestion();
  const explained = useQuestion();
  const shows = reveal.value;
  useEffect(() => {
    if (topic === '' || body === '' || findJsonMistake(body) !== undefined) return;
    const timer = setTimeout(() => {
      const values = { source, topic, connection };
      const read: Question = { question: 'transform', values, stdin: { text: body } };
      setQuestion(read);
      void transformed.ask(read);
      void explained.ask({ question: 'explain', values, stdin: { text: body } });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [source, topic, connection, body, shows]);
  const [money] = (explained.answer?.results ?? []) as readonly Partial<ExplainAnswer>[];
  return (
    <>
      <h3>{say('wouldBecome')}</h3>
      <Answered asked={transformed} label={say('wouldBecome')}>
        {([found]) =>
          found !== undefined && <EventsView transform={found as TransformAnswer} question={question} />
        }
      </Answered>
      {money?.figures !== undefined && (
        <>
          <h3>{say('money')}</h3>
          <Answered asked={explained} label={say('money')}>
            {() => <MoneyTable explained={money as ExplainAnswer} />}
          </Answered>
        </>
      )}
    </>
  );
}
