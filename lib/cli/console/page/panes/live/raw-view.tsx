import type { DeliveryDetails } from '../../../console-api.ts';
import { indentJson } from '../../json/indent-json.ts';
import { Fold } from '../../parts/fold.tsx';
import { HeadersView } from '../../parts/headers-view.tsx';
import { JsonView } from '../../parts/json-view.tsx';
import { toCount } from '../../words/format.ts';
import { say } from '../../words/language.ts';

/** What came: headers, body, the answer, and what the functions logged. */
export function RawView({ details }: { readonly details: DeliveryDetails }) {
  const { headers, body, bytes, answer, status, log } = details;
  return (
    <section>
      <h3>{say('raw')}</h3>
      <HeadersView headers={headers} />
      <Fold title={`${say('body')} · ${say('bytesN', { n: toCount(bytes) })}`}>
        {body === undefined ? (
          <p class="quiet">{say('bodyGone')}</p>
        ) : (
          <JsonView value={indentJson(body)} label={say('bodyOfDelivery')} />
        )}
      </Fold>
      <Fold title={`${say('answer')} · ${status}`}>
        <pre>{answer}</pre>
      </Fold>
      {log.length > 0 && (
        <Fold title={say('log')}>
          <pre>{log.join('\n')}</pre>
        </Fold>
      )}
    </section>
  );
}
