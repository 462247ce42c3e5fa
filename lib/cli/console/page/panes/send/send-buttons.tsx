import { useState } from 'preact/hooks';
import type { Draft } from '../../draft.ts';
import { findJsonMistake } from '../../json-mistake.ts';
import { say } from '../../language.ts';
import { isLocal } from '../../page-about.ts';
import { Answered } from '../../parts/answered.tsx';
import { CommandFor } from '../../parts/command-for.tsx';
import { useQuestion } from '../../question.ts';
import { toHash } from '../../read-route.ts';

interface SendButtonsProps {
  readonly current: Draft;
  readonly caseName: string;
}

/** Sends the body to the local stack. For a stage there is the command. */
export function SendButtons({ current, caseName }: SendButtonsProps) {
  return isLocal.value ? (
    // What was sent says nothing of another connection.
    <SendHere key={`${current.source} ${current.connection}`} current={current} />
  ) : (
    <CommandForStage current={current} caseName={caseName} />
  );
}

function SendHere({ current: { source, topic, connection, body } }: Pick<SendButtonsProps, 'current'>) {
  const [isNew, setIsNew] = useState(true);
  const sent = useQuestion();
  const send = (): void => {
    const newId = isNew ? 'yes' : '';
    const values = { source, topic, connection, newId };
    void sent.ask({ question: 'send', values, stdin: { text: body } });
  };
  const isReady = connection !== '' && topic !== '' && findJsonMistake(body) === undefined && !sent.isBusy;
  return (
    <>
      <p class="buttons">
        <button type="button" class="main" disabled={!isReady} onClick={send}>
          {say('sendIt')}
        </button>
        <label class="check">
          <input
            type="checkbox"
            checked={isNew}
            onChange={({ currentTarget }) => {
              setIsNew(currentTarget.checked);
            }}
          />
          {say('newId')}
        </label>
      </p>
      {connection === '' && <p class="quiet">{say('noConnectionOfSource')}</p>}
      <Answered asked={sent} label={say('answer')}>
        {(results) => (
          <>
            <pre>{results.map(String).join('\n')}</pre>
            <p>
              <a href={toHash('live')}>{say('seeLive')}</a>
            </p>
          </>
        )}
      </Answered>
    </>
  );
}

function CommandForStage({ current: { source, topic, connection }, caseName }: SendButtonsProps) {
  if (caseName === '' || topic === '' || connection === '') return <p>{say('stageSendsNothing')}</p>;
  const values = { of: `${source}/${topic}`, case: caseName, connection };
  return (
    <>
      <CommandFor label={say('sendIt')} question={{ question: 'trigger', values }} />
      <p class="quiet">{say('stageSendsCase')}</p>
    </>
  );
}
