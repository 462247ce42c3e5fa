import { useState } from 'preact/hooks';
import { useQuestion } from '../asking/question.ts';
import type { LogLineAnswer } from '../asking/shown-answers.ts';
import { Answered } from '../parts/answered.tsx';
import { ConnectionChoice } from '../parts/connection-choice.tsx';
import { Choice, TextField } from '../parts/field.tsx';
import { Mark } from '../parts/mark.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { say } from '../words/language.ts';

/** Fields that say what a line is about. */
const SHOWN = ['connection', 'topic', 'orderId', 'orderIds', 'outcome', 'reason', 'events'];

/** In place of live deliveries: what a stage logged in the last minutes, asked for by hand. */
export function LogsPane() {
  const [connection, setConnection] = useState('');
  const [order, setOrder] = useState('');
  const [level, setLevel] = useState('');
  const found = useQuestion<'logs'>();
  const look = (event: Event): void => {
    event.preventDefault();
    void found.ask({ question: 'logs', values: { connection, order, level, since: '15m' } });
  };
  return (
    <>
      <p>{say('stageHasNoLive')}</p>
      <form class="bar" onSubmit={look}>
        <ConnectionChoice value={connection} empty={say('all')} onValue={setConnection} />
        <TextField label={say('orderId')} value={order} onValue={setOrder} />
        <Choice
          label={say('level')}
          value={level}
          choices={[
            ['', say('all')],
            ['warn', 'warn'],
            ['error', 'error'],
          ]}
          onValue={setLevel}
        />
        <button type="submit" class="main" disabled={found.isBusy}>
          {say('lastMinutes')}
        </button>
      </form>
      <Answered asked={found} label={say('log')}>
        {(results) => results.length > 0 && <Lines lines={results} />}
      </Answered>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly LogLineAnswer[] }) {
  return (
    <Table
      label={say('log')}
      heads={[say('time'), say('level'), say('function'), say('message'), say('details')]}
      rows={lines.toReversed().map((line) => [
        <Time key="at" at={line.at} />,
        <Mark key="level" tone={line.level === 'INFO' ? 'quiet' : 'bad'} word={line.level} />,
        line.from,
        line.message,
        <code key="more">
          {SHOWN.flatMap((name) => {
            const value = line[name];
            return typeof value === 'string' || typeof value === 'number' ? [`${name}=${value}`] : [];
          }).join(' ')}
        </code>,
      ])}
    />
  );
}
