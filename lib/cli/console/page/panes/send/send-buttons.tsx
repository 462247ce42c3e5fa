import { useQuestion } from '../../asking/question.ts';
import { findJsonMistake } from '../../json/json-mistake.ts';
import { Answered } from '../../parts/answered.tsx';
import { CommandFor } from '../../parts/command-for.tsx';
import { Check } from '../../parts/field.tsx';
import { ResultLines } from '../../parts/result-lines.tsx';
import type { Draft } from '../../state/draft.ts';
import { isLocal } from '../../state/page-about.ts';
import { toHash } from '../../state/read-route.ts';
import { say } from '../../words/language.ts';

interface SendButtonsProps {
  readonly current: Draft;
  readonly change: (more: Partial<Draft>) => void;
}

/** Sends the body to the local stack. For a stage there is the command. */
export function SendButtons({ current, change }: SendButtonsProps) {
  return isLocal.value ? (
    // What was sent says nothing of another connection.
    <SendHere key={`${current.source} ${current.connection}`} current={current} change={change} />
  ) : (
    <CommandForStage current={current} />
  );
}

function SendHere({ current, change }: SendButtonsProps) {
  const { source, topic, connection, body, isNewOrder } = current;
  const sent = useQuestion<'send'>();
  const send = (): void => {
    const newId = isNewOrder ? 'yes' : '';
    const values = { source, topic, connection, newId };
    void sent.ask({ question: 'send', values, stdin: { text: body } });
  };
  const isReady = connection !== '' && topic !== '' && findJsonMistake(body) === undefined && !sent.isBusy;
  return (
    <>
      <p class="buttons">
        <button type="button" class="main" disabled={!isReady} onClick={send}>
          {say('send')}
        </button>
        <Check
          label={say('newId')}
          value={isNewOrder}
          onValue={(isOn) => {
            change({ isNewOrder: isOn });
          }}
        />
      </p>
      {connection === '' && <p class="quiet">{say('noConnectionOfSource')}</p>}
      <Answered asked={sent} label={say('answer')}>
        {(results) => (
          <>
            <ResultLines results={results} />
            <p>
              <a href={toHash('live')}>{say('seeLive')}</a>
            </p>
          </>
        )}
      </Answered>
    </>
  );
}

function CommandForStage({
  current: { source, topic, connection, caseName },
}: Pick<SendButtonsProps, 'current'>) {
  if (caseName === '' || topic === '' || connection === '') return <p>{say('stageSendsNothing')}</p>;
  const values = { of: `${source}/${topic}`, case: caseName, connection };
  return (
    <>
      <CommandFor label={say('send')} question={{ question: 'trigger', values }} />
      <p class="quiet">{say('stageSendsCase')}</p>
    </>
  );
}
