import type { Question } from '../asking/question.ts';
import type { TransformAnswer } from '../asking/shown-answers.ts';
import { joinWords } from '../words/format.ts';
import { issueWords } from '../words/issue-words.ts';
import { say, sayWord } from '../words/language.ts';
import { Fold } from './fold.tsx';
import { JsonView } from './json-view.tsx';
import { Reasons } from './reasons.tsx';
import { WouldBeRefused } from './would-be-refused.tsx';

interface EventsViewProps {
  readonly transform: TransformAnswer;
  /** What came to it. Set, the stand-in for Dfinery is asked what it would say. */
  readonly question?: Question<'transform'> | undefined;
}

/** What a body becomes: its events, or why there are none. */
export function EventsView({ transform, question }: EventsViewProps) {
  const { outcome, stage, reason, issues = [], events = [] } = transform;
  const names = events.map(({ event }) => event.event_name).join(', ');
  return (
    <>
      <p>
        <code>{sayWord(outcome)}</code> {joinWords([stage, reason, names], ' · ')}
      </p>
      <Reasons reasons={issues.map(issueWords)} label={say('issues')} />
      {question !== undefined && events.length > 0 && <WouldBeRefused question={question} />}
      <Fold title={say('asJson')}>
        <JsonView value={transform} label={say('events')} />
      </Fold>
    </>
  );
}
