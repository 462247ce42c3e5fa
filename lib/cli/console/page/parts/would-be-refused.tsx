import { useEffect, useState } from 'preact/hooks';
import { postToServer } from '../ask-server.ts';
import { say } from '../language.ts';
import { standIn } from '../live.ts';
import { about } from '../page-about.ts';
import type { TransformedEvent } from '../shown-answers.ts';
import { Mark } from './mark.tsx';

interface WouldBeRefusedProps {
  readonly connection: string;
  readonly events: readonly TransformedEvent[];
}

/** What the stand-in for Dfinery would say to events that were not sent. Nothing if there is no stand-in. */
export function WouldBeRefused({ connection, events }: WouldBeRefusedProps) {
  const [reasons, setReasons] = useState<readonly string[]>();
  const [problem, setProblem] = useState<string>();
  const hasStandIn = about.value?.hasStandIn ?? false;
  // What is not registered changes its answer.
  const key = JSON.stringify([connection, events, standIn.value]);
  useEffect(() => {
    if (!hasStandIn) return;
    let isWanted = true;
    postToServer<{ readonly reasons: readonly string[] }>('/api/stand-in/check', { connection, events }).then(
      (answer) => {
        if (!isWanted) return;
        setReasons(answer.reasons);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (isWanted) setProblem(String(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key, hasStandIn]);
  if (!hasStandIn) return null;
  if (problem !== undefined) return <p class="bad-text">{problem}</p>;
  if (reasons === undefined) return <p class="quiet">{say('loading')}</p>;
  if (reasons.length === 0)
    return (
      <p>
        <Mark tone="good" word={say('wouldBeAccepted')} />
      </p>
    );
  return (
    <div>
      <Mark tone="bad" word={say('wouldBeRefused')} />
      <ul class="reasons" aria-label={say('wouldBeRefused')}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
