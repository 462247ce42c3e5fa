import { signatureDelivery } from '../../draft.ts';
import { say } from '../../language.ts';

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
      <label class="field">
        <span>{say(number === undefined ? 'headerLines' : 'otherHeaderLines')}</span>
        <textarea
          class="code short"
          value={headers}
          spellcheck={false}
          placeholder="Name: value"
          onInput={({ currentTarget }) => {
            onHeaders(currentTarget.value);
          }}
        />
      </label>
      {number === undefined && (
        <label class="field grow">
          <span>{say('bodyBytes')}</span>
          <textarea
            class="code"
            value={body}
            spellcheck={false}
            onInput={({ currentTarget }) => {
              onBody(currentTarget.value);
            }}
          />
        </label>
      )}
      {number === undefined && <p class="quiet">{say('pastedBytes')}</p>}
    </section>
  );
}
