import type { RequestDetails } from '../../../console-api.ts';
import { getFromServer } from '../../asking/ask-server.ts';
import { useLoaded } from '../../asking/use-loaded.ts';
import { Fold } from '../../parts/fold.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Reasons } from '../../parts/reasons.tsx';
import { reveal } from '../../state/reveal.ts';
import { joinWords, toCount, toSpan, toTime } from '../../words/format.ts';
import { say } from '../../words/language.ts';

/** A request to Dfinery and its answer. */
export function RequestView({ number }: { readonly number: number }) {
  const path = `/api/requests/${number}${reveal.value ? '?reveal=1' : ''}`;
  const { found, problem } = useLoaded(path, () => getFromServer<RequestDetails>(path));
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
  const mark =
    outcome === 'accepted' ? (
      <Mark tone="good" word={joinWords([say('accepted'), code])} />
    ) : (
      <Mark tone="bad" word={joinWords([say('notAccepted'), outcome, code])} />
    );
  return (
    <>
      <p>
        {mark} · {toTime(at)} · {toSpan(answeredInMs)} · <code>{call}</code> · {serviceId} ·{' '}
        {say('eventsN', { n: toCount(events) })} · {say('itemsN', { n: toCount(items) })}
      </p>
      <Reasons reasons={reasons} label={say('issues')} />
      <Fold title={say('body')}>
        <JsonView value={body} label={say('bodyOfRequest')} />
      </Fold>
    </>
  );
}
