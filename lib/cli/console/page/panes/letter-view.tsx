import { say } from '../language.ts';
import { Answered } from '../parts/answered.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { useAnswerTo } from '../question.ts';
import { toHash } from '../read-route.ts';

interface LetterViewProps {
  readonly id: string;
  readonly queue: string;
}

/** One dead letter, whole. */
export function LetterView({ id, queue }: LetterViewProps) {
  const shown = useAnswerTo({ question: 'letters-show', values: { id, queue } });
  return (
    <article class="opened-one" aria-label={say('letter')}>
      <p class="back">
        <a href={toHash('letters')}>{say('backToList')}</a>
      </p>
      <h2>
        {say('letter')}
        <small>{id}</small>
      </h2>
      <Answered asked={shown} label={say('letter')}>
        {([found]) => found !== undefined && <JsonView value={found} label={say('letter')} />}
      </Answered>
    </article>
  );
}
