import { TextArea } from '../../parts/field.tsx';
import { signatureDelivery } from '../../state/draft.ts';
import { say } from '../../words/language.ts';

interface SignedBytesProps {
  readonly body: string;
  readonly onBody: (body: string) => void;
  /** One a line: `Name: value`. */
  readonly headers: string;
  readonly onHeaders: (headers: string) => void;
}

/** The bytes and headers to be checked: those of a delivery, or pasted ones. */
export function SignedBytes({ body, onBody, headers, onHeaders }: SignedBytesProps) {
  const number = signatureDelivery.value;
  return (
    <section class="editor" aria-label={say('signedBytes')}>
      {number !== undefined && (
        <p>
          {say('bytesOfDelivery', { number })}{' '}
          <button
            type="button"
            class="small"
            onClick={() => {
              signatureDelivery.value = undefined;
            }}
          >
            {say('pasteInstead')}
          </button>
        </p>
      )}
      <TextArea
        label={say(number === undefined ? 'headerLines' : 'otherHeaderLines')}
        value={headers}
        isShort
        placeholder="Name: value"
        onValue={onHeaders}
      />
      {number === undefined && (
        <>
          <TextArea label={say('bodyBytes')} value={body} onValue={onBody} />
          <p class="quiet">{say('pastedBytes')}</p>
        </>
      )}
    </section>
  );
}
