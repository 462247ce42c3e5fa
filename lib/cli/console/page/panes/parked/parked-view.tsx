import { askQuestion, useAnswerTo } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { ChangeButton } from '../../parts/change-button.tsx';
import { EditButton } from '../../parts/edit-button.tsx';
import { HeadersView } from '../../parts/headers-view.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { OpenedArticle } from '../../parts/opened-article.tsx';
import type { Draft } from '../../state/draft.ts';
import { toTime } from '../../words/format.ts';
import { say } from '../../words/language.ts';

interface ParkedViewProps {
  readonly parkedKey: string;
  readonly onChange: () => void;
}

/** One parked delivery: its body, with what is wrong marked in it. */
export function ParkedView({ parkedKey: key, onChange }: ParkedViewProps) {
  const shown = useAnswerTo({ question: 'parked-show', values: { key } });
  const found = shown.answer?.results[0];
  return (
    <OpenedArticle
      title={say('parkedOne')}
      subtitle={
        found === undefined
          ? key
          : `${found.source ?? ''}/${found.connection ?? ''} · ${toTime(found.receivedAt)}`
      }
      pane="parked"
    >
      <ChangeButton
        label={say('replay')}
        question={{ question: 'parked-replay', values: { key } }}
        dryRun={{ dryRun: 'yes' }}
        onDone={onChange}
      />
      <p class="buttons">
        <EditButton label={say('editAndSend')} isPossible={found !== undefined} load={() => toDraft(key)} />
      </p>
      <Answered asked={shown} label={say('parkedOne')}>
        {() =>
          found !== undefined && (
            <>
              <JsonView value={found.body} label={say('body')} issues={found.issues ?? []} />
              <HeadersView headers={found.headers} />
            </>
          )
        }
      </Answered>
    </OpenedArticle>
  );
}

/** Its order was never sent, so its id stays. */
async function toDraft(key: string): Promise<Draft> {
  const { results, complaints } = await askQuestion({
    question: 'parked-show',
    values: { key },
    reveal: true,
  });
  const [found] = results;
  if (found === undefined) throw new Error(complaints.join(' '));
  const { source = '', connection = '', topic = '', body } = found;
  const text = typeof body === 'string' ? body : JSON.stringify(body, undefined, 2);
  return { source, connection, topic, body: text, caseName: '', isNewOrder: false };
}
