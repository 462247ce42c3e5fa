import type { LetterGroupLine } from '../../asking/shown-answers.ts';
import { ChangeButton } from '../../parts/change-button.tsx';
import { joinWords, toCount, toTime } from '../../words/format.ts';
import { say } from '../../words/language.ts';

interface LetterGroupProps {
  readonly group: LetterGroupLine;
  readonly queue: string;
  readonly onChange: () => void;
}

/** Dead letters of one cause, in Dfinery's words, and what puts them back. */
export function LetterGroup({ group, queue, onChange }: LetterGroupProps) {
  const { cause, code, count, words, connections, kinds, oldest, newest } = group;
  const of = Object.entries(kinds).map(([kind, number]) => `${toCount(number)} ${kind}`);
  const died = oldest && say('died', { from: toTime(oldest), to: toTime(newest) });
  return (
    <article class="group" aria-label={`${cause} ${code ?? ''}`}>
      <h3>
        {toCount(count)} × {cause} {code !== cause && code}
      </h3>
      {words.map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
      <p class="quiet">{joinWords([connections.join(', '), of.join(', '), died], ' · ')}</p>
      <ChangeButton
        label={say('redrive')}
        question={{ question: 'letters-redrive', values: { cause, code, queue } }}
        really={{ yes: 'yes' }}
        onDone={onChange}
      />
    </article>
  );
}
