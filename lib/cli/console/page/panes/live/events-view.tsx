import { say } from '../../language.ts';
import { Fold } from '../../parts/fold.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { WouldBeRefused } from '../../parts/would-be-refused.tsx';
import type { Question } from '../../question.ts';
import type { TransformAnswer } from '../../shown-answers.ts';

interface EventsViewProps {
  readonly transform: TransformAnswer;
  /** What came to it. Set, the stand-in for Dfinery is asked what it would say. */
  readonly question?: Question | undefined;
}

/** What a body becomes: its events, or why there are none. */
export function EventsView({ transform, question }: EventsViewProps) {
  const { outcome, stage, reason, issues = [], events = [] } = transform;
  const names = events.map(({ event }) => event.event_name).join(', ');
  return (
    <>
      <p>
        <code>{outcome}</code>{' '}
        {[stage, reason, names].filter((part) => part !== undefined && part !== '').join(' · ')}
      </p>
      {issues.length > 0 && (
        <ul class="reasons" aria-label={say('issues')}>
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path === '' ? '(body)' : path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      {question !== undefined && events.length > 0 && <WouldBeRefused question={question} />}
      <Fold title={say('asJson')}>
        <JsonView value={transform} label={say('events')} />
      </Fold>
    </>
  );
}
