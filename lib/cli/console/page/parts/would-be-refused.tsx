import { useEffect, useState } from 'preact/hooks';
import { postToServer } from '../ask-server.ts';
import { say } from '../language.ts';
import { standIn } from '../live.ts';
import { about } from '../page-about.ts';
import { type Question, toRunRequest } from '../question.ts';
import { Mark } from './mark.tsx';

interface WouldBeRefusedProps {
  /** What maps the body to its events. */
  readonly question: Question;
}

/** What the stand-in for Dfinery would say to events that were not sent. Nothing if there is no stand-in. */
export function WouldBeRefused({ question }: WouldBeRefusedProps) {
  const [reasons, setReasons] = useState<readonly string[]>();
  const [problem, setProblem] = useState<string>();
  // Of a source without a connection nobody knows which names are registered.
  const isAsked = about.value?.hasStandIn === true && (question.values?.['connection'] ?? '') !== '';
  // What is not registered changes its answer.
  const key = JSON.stringify([question, standIn.value?.unregistered]);
  useEffect(() => {
    if (!isAsked) return;
    let isWanted = true;
    findReasons(question).then(
      (found) => {
        if (!isWanted) return;
        setReasons(found);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (isWanted) setProblem(String(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key, isAsked]);
  if (!isAsked) return null;
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

async function findReasons(question: Question): Promise<readonly string[]> {
  const asked = toRunRequest(question);
  return (await postToServer<{ readonly reasons: readonly string[] }>('/api/stand-in/check', asked)).reasons;
}
