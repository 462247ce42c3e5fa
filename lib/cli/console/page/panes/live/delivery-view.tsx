import type { DeliveryDetails, DeliverySummary } from '../../../console-api.ts';
import { getFromServer } from '../../asking/ask-server.ts';
import { type Question, useAnswerTo } from '../../asking/question.ts';
import { useLoaded } from '../../asking/use-loaded.ts';
import { Answered } from '../../parts/answered.tsx';
import { EventsView } from '../../parts/events-view.tsx';
import { MoneySection } from '../../parts/money-section.tsx';
import { OpenedArticle } from '../../parts/opened-article.tsx';
import { live } from '../../state/live.ts';
import { toHash } from '../../state/read-route.ts';
import { reveal } from '../../state/reveal.ts';
import { say } from '../../words/language.ts';
import { DeliveryButtons } from './delivery-buttons.tsx';
import { wasTaken } from './delivery-state.ts';
import { DeliverySteps } from './delivery-steps.tsx';
import { NextView } from './next-view.tsx';
import { RawView } from './raw-view.tsx';
import { RefusalView } from './refusal-view.tsx';
import { RequestList } from './request-list.tsx';

/** What became of one delivery, step by step. */
export function DeliveryView({ number }: { readonly number: number }) {
  const summary = live.value.deliveries.find((one) => one.number === number);
  const details = useDetails(number, summary);
  const known = summary ?? details.found;
  if (known === undefined) return <p class="quiet">{details.problem ?? say('loading')}</p>;
  return <Known summary={known} details={details.found} />;
}

interface KnownProps {
  readonly summary: DeliverySummary;
  readonly details: DeliveryDetails | undefined;
}

function Known({ summary, details }: KnownProps) {
  const { source, connection, topic, requests, outcome } = summary;
  const asked = questionOf('transform', summary, details);
  const transformed = useAnswerTo(asked);
  const explained = useAnswerTo(questionOf('explain', summary, details));
  const transform = transformed.answer?.results[0];
  const explain = explained.answer?.results[0];
  const money = explain?.outcome === 'explained' ? explain : undefined;
  const last = live.value.requests.find((one) => one.number === requests.at(-1));
  return (
    <OpenedArticle
      title={say('deliveryN', { number: summary.number })}
      subtitle={`${source}/${connection} · ${topic ?? '–'}`}
      pane="live"
    >
      <DeliveryButtons summary={summary} details={details} />
      <DeliverySteps summary={summary} transform={transform} money={money} request={last} />
      {!wasTaken(summary) && <RefusalView summary={summary} hasBody={details?.body !== undefined} />}
      {outcome === 'parked' && (
        <p>
          <a href={toHash('parked')}>{say('seeParked')}</a>
        </p>
      )}
      <NextView summary={summary} />
      <MoneySection explained={explained} />
      {transform !== undefined && (
        <section>
          <h3>{say('events')}</h3>
          <Answered asked={transformed} label={say('events')}>
            {() => <EventsView transform={transform} question={summary.isSent ? undefined : asked} />}
          </Answered>
        </section>
      )}
      <RequestList numbers={requests} />
      {details !== undefined && <RawView details={details} />}
    </OpenedArticle>
  );
}

/** Reads the kept bytes as the receiver did. Of what it refused it read nothing, and neither does the page. */
function questionOf<Name extends 'transform' | 'explain'>(
  question: Name,
  { number, source, topic = '', connection }: DeliverySummary,
  details: DeliveryDetails | undefined,
): Question<Name> | undefined {
  if (details?.body === undefined || !wasTaken(details)) return undefined;
  return { question, values: { source, topic, connection }, stdin: { delivery: number } };
}

function useDetails(number: number, summary: DeliverySummary | undefined) {
  const path = `/api/deliveries/${number}${reveal.value ? '?reveal=1' : ''}`;
  // Its log grows while its events are on their way.
  const { requests, isSent, reason } = summary ?? {};
  const key = JSON.stringify([path, requests?.length, isSent, reason]);
  return useLoaded(key, () => getFromServer<DeliveryDetails>(path));
}
