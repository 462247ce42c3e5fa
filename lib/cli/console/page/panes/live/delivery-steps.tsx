import { Mark } from '../../parts/mark.tsx';
import { about } from '../../state/page-about.ts';
import { joinWords, toSpan } from '../../words/format.ts';
import { say } from '../../words/language.ts';
import { type DeliveryStep, toSteps } from './to-steps.ts';

type DeliveryStepsProps = Omit<Parameters<typeof toSteps>[0], 'isRequestSeen'>;

/** The six steps of a delivery, each with its state. */
export function DeliverySteps(props: DeliveryStepsProps) {
  return (
    <ol class="steps" aria-label={say('steps')}>
      {toSteps({ ...props, isRequestSeen: about.value?.hasStandIn ?? false }).map((step) => (
        <Step key={step.name} step={step} />
      ))}
    </ol>
  );
}

function Step({ step: { name, tone, word, code, tookMs } }: { readonly step: DeliveryStep }) {
  return (
    <li class={`step ${tone}`}>
      <strong>{say(name)}</strong>
      <Mark tone={tone} word={joinWords([say(word), code], ' · ')} />
      {tookMs !== undefined && <span class="quiet">{toSpan(tookMs)}</span>}
    </li>
  );
}
