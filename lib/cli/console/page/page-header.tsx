import type { StatusAnswer } from './asking/shown-answers.ts';
import { Check, Choice } from './parts/field.tsx';
import { Mark } from './parts/mark.tsx';
import { StandInSwitch } from './stand-in-switch.tsx';
import { stream } from './state/live.ts';
import { about, isLocal } from './state/page-about.ts';
import { status } from './state/page-status.ts';
import { toHash } from './state/read-route.ts';
import { reveal } from './state/reveal.ts';
import { toCount } from './words/format.ts';
import { chooseLanguage, language, say, sayWord } from './words/language.ts';

/** What this is, how it stands, and the switches. */
export function PageHeader() {
  return (
    <header>
      <p>
        <strong>{say('title')}</strong> <span class="mode">{modeWords()}</span>{' '}
        <span class="quiet">{about.value?.version}</span>
      </p>
      {status.value !== undefined && <Counts found={status.value} />}
      <div class="switches">
        {isLocal.value && <StreamState />}
        {isLocal.value && <StandInSwitch />}
        <Check
          label={say('personalData')}
          value={reveal.value}
          onValue={(isOn) => {
            reveal.value = isOn;
          }}
        />
        <Choice
          label={say('language')}
          isLabelUnseen
          value={language.value}
          choices={[
            ['en', 'English'],
            ['ko', '한국어'],
          ]}
          onValue={(chosen) => {
            chooseLanguage(chosen === 'ko' ? 'ko' : 'en');
          }}
        />
      </div>
    </header>
  );
}

function modeWords(): string {
  if (about.value === undefined) return '…';
  return isLocal.value ? say('local') : say('stage', { stage: about.value.stage ?? '' });
}

/** As the status counts them: what is in back-off stands apart from what waits. */
function Counts({ found: { waiting, forPerson } }: { readonly found: StatusAnswer }) {
  const waits = Object.entries(waiting).flatMap(([queue, { visible, inFlight }]) => [
    ...(visible > 0 ? [`${sayWord(queue)} ${toCount(visible)}`] : []),
    ...(inFlight > 0 ? [`${sayWord(queue)} ${say('inBackOffN', { n: toCount(inFlight) })}`] : []),
  ]);
  const dead = Object.entries(forPerson.deadLetters).flatMap(([queue, count]) =>
    count > 0 ? [`${sayWord(queue)} ${toCount(count)}`] : [],
  );
  return (
    <ul class="counts" aria-label={say('counts')}>
      <li>
        <a href={toHash('waiting')}>
          {say('waiting')}: {waits.length === 0 ? '0' : waits.join(', ')}
        </a>
      </li>
      <li class={forPerson.parked > 0 ? 'alert' : ''}>
        <a href={toHash('parked')}>
          {say('parked')}: {toCount(forPerson.parked)}
        </a>
      </li>
      <li class={dead.length > 0 ? 'alert' : ''}>
        <a href={toHash('letters')}>
          {say('letters')}: {dead.length === 0 ? '0' : dead.join(', ')}
        </a>
      </li>
    </ul>
  );
}

function StreamState() {
  const words = { opening: say('streamOpening'), open: say('streamOpen'), lost: say('streamLost') };
  const tones = { opening: 'busy', open: 'good', lost: 'bad' } as const;
  return (
    <span role="status" aria-label={say('stream')}>
      <Mark tone={tones[stream.value]} sign="●" word={words[stream.value]} />
    </span>
  );
}
