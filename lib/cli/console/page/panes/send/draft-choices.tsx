import { useEffect } from 'preact/hooks';
import { useQuestion } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConnectionChoice, firstConnection } from '../../parts/connection-choice.tsx';
import { Choice } from '../../parts/field.tsx';
import type { Draft } from '../../state/draft.ts';
import { about } from '../../state/page-about.ts';
import { say, sayWord } from '../../words/language.ts';

interface DraftChoicesProps {
  readonly current: Draft;
  readonly change: (more: Partial<Draft>) => void;
}

/** Source, connection, topic and case of what is to be sent. A case that is chosen takes the place of the body. */
export function DraftChoices({ current, change }: DraftChoicesProps) {
  const { source, topic, connection, caseName } = current;
  const { sources = [] } = about.value ?? {};
  const known = sources.find(({ id }) => id === source);
  const printed = useQuestion<'case'>();
  const take = async (of: string, name: string): Promise<void> => {
    if (name === '') return;
    const answer = await printed.ask({ question: 'case', values: { of, case: name } });
    const found = answer?.results[0];
    if (found !== undefined)
      change({ topic: found.topic, body: JSON.stringify(found.body, undefined, 2), caseName: name });
  };
  useEffect(() => {
    const [first] = known?.cases ?? [];
    if (current.body === '' && first !== undefined) void take(source, first.name);
  }, [known]);
  const choose = (chosen: string): void => {
    change({ source: chosen, topic: '', connection: firstConnection(chosen) });
    const [first] = sources.find(({ id }) => id === chosen)?.cases ?? [];
    void take(chosen, first?.name ?? '');
  };
  const cases = (known?.cases ?? []).map(({ name }): readonly [string, string] => [name, sayWord(name)]);
  const means = known?.cases.find(({ name }) => name === caseName)?.means;
  return (
    <>
      <div class="bar">
        <Choice
          label={say('source')}
          value={source}
          choices={sources.map(({ id, name }) => [id, name])}
          onValue={choose}
        />
        <ConnectionChoice
          value={connection}
          source={source}
          onValue={(chosen) => {
            change({ connection: chosen });
          }}
        />
        <Choice
          label={say('case')}
          value={caseName}
          choices={[['', say('ownBody')], ...cases]}
          onValue={(name) => void take(source, name)}
        />
        <Choice
          label={say('topic')}
          value={topic}
          choices={[
            ...(topic === '' ? ([['', say('none')]] as const) : []),
            ...(known?.topics ?? []).map((one): readonly [string, string] => [one, one]),
          ]}
          onValue={(chosen) => {
            change({ topic: chosen });
          }}
        />
      </div>
      {means !== undefined && <p class="quiet">{means}</p>}
      {(printed.problem !== undefined || (printed.answer?.complaints.length ?? 0) > 0) && (
        <Answered asked={printed} label={say('case')} />
      )}
    </>
  );
}
