import { useState } from 'preact/hooks';
import { type Fault, faults, type StandInSettings } from '../console-api.ts';
import { Choice, TextField } from './parts/field.tsx';
import { changeStandIn, standIn } from './state/live.ts';
import { say } from './words/language.ts';
import type { TextName } from './words/texts.ts';

const words = {
  none: 'faultNone',
  refuse: 'faultRefuse',
  quota: 'faultQuota',
  error: 'faultError',
  timeout: 'faultTimeout',
  reset: 'faultReset',
  'not-json': 'faultNotJson',
} as const satisfies Record<Fault, TextName>;

/** How the stand-in for Dfinery behaves. Nothing if events go to a real one. */
export function StandInSwitch() {
  const [problem, setProblem] = useState<string>();
  const settings = standIn.value;
  if (settings === undefined) return null;
  const change = async (more: Partial<StandInSettings>): Promise<void> => {
    try {
      await changeStandIn({ ...settings, ...more });
      setProblem(undefined);
    } catch (error) {
      setProblem(String(error));
    }
  };
  return (
    <div class={settings.fault === 'none' ? 'stand-in' : 'stand-in faulty'}>
      <Choice
        label={say('standIn')}
        value={settings.fault}
        choices={faults.map((fault) => [fault, say(words[fault])])}
        onValue={(chosen) => void change({ fault: faults.find((fault) => fault === chosen) ?? 'none' })}
      />
      <Unregistered key={settings.unregistered.join(' ')} settings={settings} change={change} />
      {problem !== undefined && (
        <span role="alert" class="bad-text">
          {problem}
        </span>
      )}
    </div>
  );
}

interface UnregisteredProps {
  readonly settings: StandInSettings;
  readonly change: (more: Partial<StandInSettings>) => Promise<void>;
}

/** Names that the stand-in does not know, with spaces between. */
function Unregistered({ settings, change }: UnregisteredProps) {
  const [typed, setTyped] = useState(settings.unregistered.join(' '));
  const submit = (event: Event): void => {
    event.preventDefault();
    void change({ unregistered: typed.split(/[\s,]+/).filter((name) => name !== '') });
  };
  return (
    <details>
      <summary>{say('unregisteredN', { n: settings.unregistered.length })}</summary>
      <form class="bar" onSubmit={submit}>
        <TextField
          label={say('unregistered')}
          value={typed}
          placeholder="df_delivery_charge"
          onValue={setTyped}
        />
        <button type="submit">{say('apply')}</button>
      </form>
    </details>
  );
}
