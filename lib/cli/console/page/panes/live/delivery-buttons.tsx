import type { DeliveryDetails, DeliverySummary } from '../../../console-api.ts';
import { draft, signatureDelivery } from '../../draft.ts';
import { indentJson } from '../../indent-json.ts';
import { say } from '../../language.ts';
import { Answered } from '../../parts/answered.tsx';
import { useQuestion } from '../../question.ts';
import { reveal } from '../../reveal.ts';
import { goTo } from '../../route.ts';

interface DeliveryButtonsProps {
  readonly summary: DeliverySummary;
  readonly details: DeliveryDetails | undefined;
}

/** What can be done with a delivery. */
export function DeliveryButtons({ summary, details }: DeliveryButtonsProps) {
  const { number, source, topic = '', connection } = summary;
  const again = useQuestion();
  const body = details?.body;
  const canEdit = reveal.value && body !== undefined;
  const sendAgain = (): void => {
    void again.ask({ question: 'send', values: { source, topic, connection }, stdin: { delivery: number } });
  };
  const edit = (): void => {
    draft.value = { source, topic, connection, body: indentJson(body ?? ''), caseName: '', isNewOrder: true };
    goTo('send');
  };
  const check = (): void => {
    signatureDelivery.value = number;
    goTo('signature');
  };
  return (
    <>
      <p class="buttons">
        <button type="button" disabled={body === undefined || again.isBusy} onClick={sendAgain}>
          {say('sameAgain')}
        </button>
        <button type="button" disabled={!canEdit} aria-describedby="edit-needs" onClick={edit}>
          {say('editAndResend')}
        </button>
        <button type="button" disabled={body === undefined} onClick={check}>
          {say('signature')}
        </button>
      </p>
      {!reveal.value && (
        <p id="edit-needs" class="quiet">
          {say('editNeedsReveal')}
        </p>
      )}
      <Answered asked={again} label={say('sameAgain')}>
        {(results) => <pre>{results.map(String).join('\n')}</pre>}
      </Answered>
    </>
  );
}
