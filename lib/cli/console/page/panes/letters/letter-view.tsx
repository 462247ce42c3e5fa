import { useAnswerTo } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { OpenedArticle } from '../../parts/opened-article.tsx';
import { say } from '../../words/language.ts';

interface LetterViewProps {
  readonly id: string;
  readonly queue: string;
}

/** One dead letter, whole. */
export function LetterView({ id, queue }: LetterViewProps) {
  const shown = useAnswerTo({ question: 'letters-show', values: { id, queue } });
  return (
    <OpenedArticle title={say('letter')} subtitle={id} pane="letters">
      <Answered asked={shown} label={say('letter')}>
        {([found]) => found !== undefined && <JsonView value={found} label={say('letter')} />}
      </Answered>
    </OpenedArticle>
  );
}
