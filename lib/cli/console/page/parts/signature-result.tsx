import type { SignatureAnswer } from '../asking/shown-answers.ts';
import { toCount } from '../words/format.ts';
import { say } from '../words/language.ts';
import { Mark } from './mark.tsx';

/** Whether a signature fits; where it first differs, and why, if a cause was found. */
export function SignatureResult({ checked }: { readonly checked: SignatureAnswer }) {
  const { valid, reason, header, expected, given, firstDifference, bytes, causes } = checked;
  return (
    <>
      <p>
        {valid ? <Mark tone="good" word={say('fits')} /> : <Mark tone="bad" word={say('doesNotFit')} />}{' '}
        {reason !== null && <code>{reason}</code>} · {say('bytesN', { n: toCount(bytes) })} ·{' '}
        <code>{header}</code>
      </p>
      {(expected !== null || given !== null) && (
        <dl class="signatures">
          <dt>{say('expected')}</dt>
          <dd>
            <Signature text={expected} differsAt={firstDifference?.at} />
          </dd>
          <dt>{say('given')}</dt>
          <dd>
            <Signature text={given} differsAt={firstDifference?.at} />
          </dd>
        </dl>
      )}
      {firstDifference !== null && (
        <p class="quiet">{say('firstDifference', { at: firstDifference.at + 1 })}</p>
      )}
      {!valid && causes.length === 0 && <p>{say('noCause')}</p>}
      {causes.length > 0 && (
        <>
          <h4>{say('causes')}</h4>
          <ul>
            {causes.map(({ name, says }) => (
              <li key={name}>{says}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface SignatureProps {
  readonly text: string | null;
  readonly differsAt: number | undefined;
}

/** From the first difference on it is marked. */
function Signature({ text, differsAt }: SignatureProps) {
  if (text === null) return <code>–</code>;
  if (differsAt === undefined) return <code>{text}</code>;
  return (
    <code>
      {text.slice(0, differsAt)}
      <mark>{text.slice(differsAt)}</mark>
    </code>
  );
}
