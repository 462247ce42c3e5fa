import { postToServer } from '../asking/ask-server.ts';
import { type Question, toRunRequest } from '../asking/question.ts';
import { useLoaded } from '../asking/use-loaded.ts';
import { standIn } from '../state/live.ts';
import { about } from '../state/page-about.ts';
import { say } from '../words/language.ts';
import { Mark } from './mark.tsx';
import { Reasons } from './reasons.tsx';

interface WouldBeRefusedProps {
  /** What maps the body to its events. */
  readonly question: Question<'transform'>;
}

/** What the stand-in for Dfinery would say to events that were not sent. Nothing if there is no stand-in. */
export function WouldBeRefused({ question }: WouldBeRefusedProps) {
  // Of a source without a connection nobody knows which names are registered.
  const isAsked = about.value?.hasStandIn === true && (question.values?.['connection'] ?? '') !== '';
  // What is not registered changes its answer.
  const key = isAsked ? JSON.stringify([question, standIn.value?.unregistered]) : undefined;
  const { found, problem } = useLoaded(key, () =>
    postToServer<{ readonly reasons: readonly string[] }>('/api/stand-in/check', toRunRequest(question)),
  );
  if (!isAsked) return null;
  if (problem !== undefined) return <p class="bad-text">{problem}</p>;
  if (found === undefined) return <p class="quiet">{say('loading')}</p>;
  const isRefused = found.reasons.length > 0;
  return (
    <div>
      <Mark tone={isRefused ? 'bad' : 'good'} word={say(isRefused ? 'wouldBeRefused' : 'wouldBeAccepted')} />
      <Reasons reasons={found.reasons} label={say('wouldBeRefused')} />
    </div>
  );
}
