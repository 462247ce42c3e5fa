import { useEffect, useState } from 'preact/hooks';
import { postToServer } from '../ask-server.ts';
import { say } from '../language.ts';
import { standIn } from '../live.ts';
import { about } from '../page-about.ts';
import { askQuestion, type Question } from '../question.ts';
import type { TransformAnswer } from '../shown-answers.ts';
import { Mark } from './mark.tsx';

interface WouldBeRefusedProps {
  readonly connection: string;
  /** What maps the body to its events. */
  readonly question: Question;
}

/** What the stand-in for Dfinery would say to events that were not sent. Nothing if there is no stand-in. */
export function WouldBeRefused({ connection, question }: WouldBeRefusedProps) {
  const [reasons, setReasons] = useState<readonly string[]>();
  const [problem, setProblem] = useState<string>();
  const hasStandIn = about.value?.hasStandIn ?? false;
  // What is not registered changes its answer.
  const key = JSON.stringify([connection, question, standIn.value?.unregistered]);
  useEffect(() => {
    if (!hasStandIn) return;
    let isWanted = true;
    findReasons(connection, question).then(
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

/** A masked address is none, so what is checked is never masked. It is not shown. */
async function findReasons(connection: string, question: Question): Promise<readonly string[]> {
  const { results } = await askQuestion({ ...question, reveal: true });
  const [found] = results as readonly TransformAnswer[];
  const check = { connection, events: found?.events ?? [] };
  return (await postToServer<{ readonly reasons: readonly string[] }>('/api/stand-in/check', check)).reasons;
}
