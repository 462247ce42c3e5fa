import type { DeliveryDetails, DeliverySummary } from '../../../console-api.ts';
import { getFromServer } from '../../asking/ask-server.ts';
import { useQuestion } from '../../asking/question.ts';
import { indentJson } from '../../json/indent-json.ts';
import { Answered } from '../../parts/answered.tsx';
import { EditButton } from '../../parts/edit-button.tsx';
import { ResultLines } from '../../parts/result-lines.tsx';
import { type Draft, signatureDelivery } from '../../state/draft.ts';
import { goTo } from '../../state/route.ts';
import { say } from '../../words/language.ts';

interface DeliveryButtonsProps {
  readonly summary: DeliverySummary;
  readonly details: DeliveryDetails | undefined;
}

/** What can be done with a delivery. */
export function DeliveryButtons({ summary, details }: DeliveryButtonsProps) {
  const { number, source, topic = '', connection } = summary;
  const again = useQuestion<'send'>();
  const body = details?.body;
  const sendAgain = (): void => {
    void again.ask({ question: 'send', values: { source, topic, connection }, stdin: { delivery: number } });
  };
  const load = async (): Promise<Draft> => {
    const whole = await getFromServer<DeliveryDetails>(`/api/deliveries/${number}?reveal=1`);
    return { source, topic, connection, body: indentJson(whole.body ?? ''), caseName: '', isNewOrder: true };
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
        <button type="button" disabled={body === undefined} onClick={check}>
          {say('signature')}
        </button>
        <EditButton label={say('editAndResend')} isPossible={body !== undefined} load={load} />
      </p>
      <Answered asked={again} label={say('sameAgain')}>
        {(results) => <ResultLines results={results} />}
      </Answered>
    </>
  );
}
