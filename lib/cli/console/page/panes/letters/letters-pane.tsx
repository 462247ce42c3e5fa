import { useEffect, useState } from 'preact/hooks';
import { useQuestion } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { Choice } from '../../parts/field.tsx';
import { isLocal } from '../../state/page-about.ts';
import { route } from '../../state/route.ts';
import { say, sayWord } from '../../words/language.ts';
import { LetterGroup } from './letter-group.tsx';
import { LetterList } from './letter-list.tsx';
import { LetterView } from './letter-view.tsx';

const queues = ['events', 'fetches', 'erasures'] as const;

/** What nobody retries any more, by cause. */
export function LettersPane() {
  const [queue, setQueue] = useState<string>(queues[0]);
  const [opened] = route.value.opened;
  const grouped = useQuestion<'letters'>();
  const listed = useQuestion<'letters-each'>();
  const look = async (): Promise<void> => {
    await grouped.ask({ question: 'letters', values: { queue } });
    await listed.ask({ question: 'letters-each', values: { queue } });
  };
  // Each look hides the letters for some seconds, so at a stage it is left to a person.
  useEffect(() => {
    if (isLocal.value) void look();
  }, [queue]);
  return (
    <div class={opened === undefined ? 'split' : 'split has-opened'}>
      <section class="list" aria-label={say('letters')}>
        <div class="bar">
          <Choice
            label={say('queue')}
            value={queue}
            choices={queues.map((one) => [one, sayWord(one)])}
            onValue={setQueue}
          />
          <button type="button" onClick={() => void look()}>
            {say('look')}
          </button>
        </div>
        {!isLocal.value && <p class="quiet">{say('lookHides')}</p>}
        <Answered asked={grouped} label={say('letterGroups')}>
          {(groups) =>
            groups.map((group) => (
              <LetterGroup
                key={`${group.cause} ${group.code ?? ''}`}
                group={group}
                queue={queue}
                onChange={() => void look()}
              />
            ))
          }
        </Answered>
        {(listed.answer?.results.length ?? 0) > 0 && (
          <Answered asked={listed} label={say('letters')}>
            {(letters) => <LetterList letters={letters} opened={opened} />}
          </Answered>
        )}
      </section>
      {opened !== undefined && <LetterView key={opened} id={opened} queue={queue} />}
    </div>
  );
}
