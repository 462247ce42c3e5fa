import { useEffect, useState } from 'preact/hooks';
import type { DeliveryDetails, DeliverySummary } from '../../../console-api.ts';
import { getFromServer } from '../../ask-server.ts';
import { isUnderWay, wasTaken } from '../../delivery-state.ts';
import { say } from '../../language.ts';
import { live } from '../../live.ts';
import { Answered } from '../../parts/answered.tsx';
import { MoneyTable } from '../../parts/money-table.tsx';
import { OpenedArticle } from '../../parts/opened-article.tsx';
import { type Question, useAnswerTo } from '../../question.ts';
import { toHash } from '../../read-route.ts';
import { reveal } from '../../reveal.ts';
import type { ExplainAnswer, TransformAnswer } from '../../shown-answers.ts';
import { DeliveryButtons } from './delivery-buttons.tsx';
import { DeliverySteps } from './delivery-steps.tsx';
import { EventsView } from './events-view.tsx';
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
  const [transform] = (transformed.answer?.results ?? []) as readonly TransformAnswer[];
  const money = moneyOf(explained.answer?.results);
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
      <NextView key={`${isUnderWay(summary)}`} summary={summary} />
      {money !== undefined && (
        <section>
          <h3>{say('money')}</h3>
          <Answered asked={explained} label={say('money')}>
            {() => <MoneyTable explained={money} />}
          </Answered>
        </section>
      )}
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
function questionOf(
  question: 'transform' | 'explain',
  { number, source, topic = '', connection }: DeliverySummary,
  details: DeliveryDetails | undefined,
): Question | undefined {
  if (details?.body === undefined || !wasTaken(details)) return undefined;
  return { question, values: { source, topic, connection }, stdin: { delivery: number } };
}

/** What is no order has no money to explain: then the command prints something else. */
function moneyOf(results: readonly unknown[] | undefined): ExplainAnswer | undefined {
  const [found] = (results ?? []) as readonly Partial<ExplainAnswer>[];
  return found?.figures === undefined ? undefined : (found as ExplainAnswer);
}

function useDetails(number: number, summary: DeliverySummary | undefined) {
  const [found, setFound] = useState<DeliveryDetails>();
  const [problem, setProblem] = useState<string>();
  const shows = reveal.value;
  // Its log grows while its events are on their way.
  const changed = `${summary?.requests.length ?? 0} ${summary?.isSent ?? false} ${summary?.reason ?? ''}`;
  useEffect(() => {
    let isWanted = true;
    getFromServer<DeliveryDetails>(`/api/deliveries/${number}${shows ? '?reveal=1' : ''}`).then(
      (details) => {
        if (isWanted) setFound(details);
      },
      (error: unknown) => {
        if (isWanted) setProblem(String(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [number, shows, changed]);
  return { found, problem };
}
