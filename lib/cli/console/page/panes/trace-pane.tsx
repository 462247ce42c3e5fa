import { useEffect, useState } from 'preact/hooks';
import { useQuestion } from '../asking/question.ts';
import { Answered } from '../parts/answered.tsx';
import { ConnectionChoice, firstConnection } from '../parts/connection-choice.tsx';
import { TextField } from '../parts/field.tsx';
import { TraceView } from '../parts/trace-view.tsx';
import { goTo, route } from '../state/route.ts';
import { say } from '../words/language.ts';

/** Where an order is. The address holds what was asked: `#/trace/main/1042`. */
export function TracePane() {
  const [asked = '', order = ''] = route.value.opened;
  const [typed, setTyped] = useState(order);
  const [chosen, setChosen] = useState(asked);
  const connection = chosen === '' ? firstConnection() : chosen;
  const traced = useQuestion<'trace'>();
  useEffect(() => {
    if (order !== '') void traced.ask({ question: 'trace', values: { order, connection: asked } });
  }, [asked, order]);
  const look = (event: Event): void => {
    event.preventDefault();
    const next = typed.trim();
    if (next === '') return;
    if (next === order && connection === asked)
      void traced.ask({ question: 'trace', values: { order, connection } });
    else goTo('trace', connection, next);
  };
  return (
    <>
      <form class="bar" onSubmit={look}>
        <TextField label={say('orderId')} value={typed} onValue={setTyped} />
        <ConnectionChoice value={connection} onValue={setChosen} />
        <button type="submit" class="main" disabled={typed.trim() === '' || traced.isBusy}>
          {say('whereIsIt')}
        </button>
      </form>
      <Answered asked={traced} label={say('trace')}>
        {([found]) => found !== undefined && <TraceView traced={found} />}
      </Answered>
    </>
  );
}
