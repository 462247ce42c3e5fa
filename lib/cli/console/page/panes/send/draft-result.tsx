import { useEffect, useState } from 'preact/hooks';
import { type Question, useQuestion } from '../../asking/question.ts';
import { findJsonMistake } from '../../json/json-mistake.ts';
import { Answered } from '../../parts/answered.tsx';
import { EventsView } from '../../parts/events-view.tsx';
import { MoneySection } from '../../parts/money-section.tsx';
import type { Draft } from '../../state/draft.ts';
import { reveal } from '../../state/reveal.ts';
import { say } from '../../words/language.ts';

/** So long nothing must be typed before the body is read. */
const PAUSE_MS = 300;

/** What the body would become, read anew as one types. */
export function DraftResult({ current }: { readonly current: Draft }) {
  const { source, topic, connection, body } = current;
  const [question, setQuestion] = useState<Question<'transform'>>();
  const transformed = useQuestion<'transform'>();
  const explained = useQuestion<'explain'>();
  const shows = reveal.value;
  useEffect(() => {
    if (topic === '' || body === '' || findJsonMistake(body) !== undefined) return;
    const timer = setTimeout(() => {
      const values = { source, topic, connection };
      const read: Question<'transform'> = { question: 'transform', values, stdin: { text: body } };
      setQuestion(read);
      void transformed.ask(read);
      void explained.ask({ ...read, question: 'explain' });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [source, topic, connection, body, shows]);
  return (
    <>
      <h3>{say('wouldBecome')}</h3>
      <Answered asked={transformed} label={say('wouldBecome')}>
        {([found]) => found !== undefined && <EventsView transform={found} question={question} />}
      </Answered>
      <MoneySection explained={explained} />
    </>
  );
}
