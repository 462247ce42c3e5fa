import { useEffect, useState } from 'preact/hooks';
import type { RequestDetails } from '../../../console-api.ts';
import { getFromServer } from '../../ask-server.ts';
import { toCount, toSpan, toTime } from '../../format.ts';
import { say } from '../../language.ts';
import { Fold } from '../../parts/fold.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { Mark } from '../../parts/mark.tsx';
import { reveal } from '../../reveal.ts';

/** A request to Dfinery and its answer. */
export function RequestView({ number }: { readonly number: number }) {
  const [found, setFound] = useState<RequestDetails>();
  const [problem, setProblem] = useState<string>();
  const shows = reveal.value;
  useEffect(() => {
    let isWanted = true;
    getFromServer<RequestDetails>(`/api/requests/${number}${shows ? '?reveal=1' : ''}`).then(
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
  }, [number, shows]);
  return (
    <section aria-label={say('requestN', { number })}>
      <h3>{say('requestN', { number })}</h3>
      {problem !== undefined && <p class="bad-text">{problem}</p>}
      {found !== undefined && <Found request={found} />}
    </section>
  );
}

function Found({ request }: { readonly request: RequestDetails }) {
  const { at, call, serviceId, events, items, outcome, code, reasons, answeredInMs, body } = request;
  const word = [
    say(outcome === 'accepted' ? 'accepted' : 'notAccepted'),
    outcome === 'accepted' ? '' : outcome,
    code ?? '',
  ];
  return (
    <>
      <p>
        <Mark
          tone={outcome === 'accepted' ? 'good' : 'bad'}
          word={word.filter((one) => one !== '').join(' ')}
        />{' '}
        · {toTime(at)} · {toSpan(answeredInMs)} · <code>{call}</code> · {serviceId} ·{' '}
        {say('eventsN', { n: toCount(events) })} · {say('itemsN', { n: toCount(items) })}
      </p>
      {reasons.length > 0 && (
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Fold title={say('body')}>
        <JsonView value={body} label={say('bodyOfRequest')} />
      </Fold>
    </>
  );
}
