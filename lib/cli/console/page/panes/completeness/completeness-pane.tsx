import { useState } from 'preact/hooks';
import { useQuestion } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { ChangeButton } from '../../parts/change-button.tsx';
import { ConnectionChoice, firstConnection } from '../../parts/connection-choice.tsx';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../words/language.ts';
import { ListsView } from './lists-view.tsx';

/** Shop, ledger and Dfinery side by side. */
export function CompletenessPane() {
  const [chosen, setChosen] = useState('');
  const [from, setFrom] = useState(today());
  const [to, setTo] = useState(today());
  const compared = useQuestion<'reconcile'>();
  const connection = chosen === '' ? firstConnection() : chosen;
  const values = { connection, from, to };
  const [asked, setAsked] = useState<typeof values>();
  const compare = (event: Event): void => {
    event.preventDefault();
    setAsked(values);
    void compared.ask({ question: 'reconcile', values });
  };
  return (
    <>
      <form class="bar" onSubmit={compare}>
        <ConnectionChoice value={connection} onValue={setChosen} />
        <TextField label={say('fromDay')} kind="day" value={from} onValue={setFrom} />
        <TextField label={say('toDay')} kind="day" value={to} onValue={setTo} />
        <button type="submit" class="main" disabled={connection === '' || compared.isBusy}>
          {say('compare')}
        </button>
      </form>
      <p class="quiet">{say('daysAreUtc')}</p>
      <Answered asked={compared} label={say('completeness')}>
        {(results) => <ListsView results={results} />}
      </Answered>
      {asked !== undefined && compared.answer !== undefined && !compared.isBusy && (
        <ChangeButton
          label={say('repair')}
          question={{ question: 'reconcile', values: { ...asked, repair: 'yes' } }}
          really={{ yes: 'yes' }}
        />
      )}
    </>
  );
}

/** In UTC, as the command counts days. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
