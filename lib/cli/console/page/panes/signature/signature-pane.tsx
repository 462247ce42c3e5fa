import { useState } from 'preact/hooks';
import { useQuestion } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConnectionChoice } from '../../parts/connection-choice.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { SignatureResult } from '../../parts/signature-result.tsx';
import { signatureDelivery } from '../../state/draft.ts';
import { live } from '../../state/live.ts';
import { about, isLocal } from '../../state/page-about.ts';
import { connections } from '../../state/page-connections.ts';
import { say } from '../../words/language.ts';
import { SignedBytes } from './signed-bytes.tsx';

/** Says whether a signature fits, where it first differs, and why. */
export function SignaturePane() {
  const { sources = [] } = about.value ?? {};
  const number = signatureDelivery.value;
  const delivery = live.value.deliveries.find((one) => one.number === number);
  const [source, setSource] = useState(delivery?.source ?? '');
  const [connection, setConnection] = useState(delivery?.connection ?? '');
  const [secret, setSecret] = useState('');
  const [shop, setShop] = useState('');
  const [body, setBody] = useState('');
  const [headers, setHeaders] = useState('');
  const checked = useQuestion<'signature'>();
  const likely = connections.value[0]?.source ?? sources[0]?.id ?? '';
  const chosen = source === '' ? likely : source;
  const check = (event: Event): void => {
    event.preventDefault();
    const lines = headers.split('\n').filter((line) => line.trim() !== '');
    void checked.ask({
      question: 'signature',
      values: { source: chosen, connection, shop, topic: delivery?.topic },
      headers: lines,
      stdin: number === undefined ? { text: body } : { delivery: number },
      ...(secret !== '' && { secret }),
    });
  };
  return (
    <form onSubmit={check}>
      <div class="bar">
        <Choice
          label={say('source')}
          value={chosen}
          choices={sources.map(({ id, name }) => [id, name])}
          onValue={setSource}
        />
        {/* Of a stage no secret is read. */}
        {isLocal.value && (
          <ConnectionChoice
            value={connection}
            source={chosen}
            empty={say('typedSecret')}
            onValue={setConnection}
          />
        )}
        <TextField
          label={say('secret')}
          kind="secret"
          value={secret}
          onValue={(typed) => {
            // A connection has secrets of its own, which would be taken in place of this one.
            setConnection('');
            setSecret(typed);
          }}
        />
        <TextField label={say('shop')} value={shop} onValue={setShop} />
      </div>
      <div class="split has-opened both">
        <SignedBytes body={body} onBody={setBody} headers={headers} onHeaders={setHeaders} />
        <section class="opened-one">
          <p class="buttons">
            <button
              type="submit"
              class="main"
              disabled={checked.isBusy || (number === undefined && body === '')}
            >
              {say('checkSignature')}
            </button>
          </p>
          <Answered asked={checked} label={say('signature')}>
            {([found]) => found !== undefined && <SignatureResult checked={found} />}
          </Answered>
        </section>
      </div>
    </form>
  );
}
