import { useState } from 'preact/hooks';
import { say } from '../../words/language.ts';
import { RequestView } from './request-view.tsx';

/** Requests that are shown at first, and more at a time: an outage makes many. */
const SHOWN = 3;

/** The requests by which events of a delivery went to Dfinery, the last attempt first. */
export function RequestList({ numbers }: { readonly numbers: readonly number[] }) {
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      {numbers
        .toReversed()
        .slice(0, shown)
        .map((number) => (
          <RequestView key={number} number={number} />
        ))}
      {numbers.length > shown && (
        <button
          type="button"
          onClick={() => {
            setShown(shown + SHOWN);
          }}
        >
          {say('earlierRequests')}
        </button>
      )}
    </>
  );
}
