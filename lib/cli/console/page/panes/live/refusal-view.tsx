import type { DeliverySummary } from '../../../console-api.ts';
import { useAnswerTo } from '../../asking/question.ts';
import { Answered } from '../../parts/answered.tsx';
import { SignatureResult } from '../../parts/signature-result.tsx';
import { say } from '../../words/language.ts';

interface RefusalProps {
  readonly summary: DeliverySummary;
  readonly hasBody: boolean;
}

/** Why a delivery was refused, as far as its signature tells. */
export function RefusalView({ summary: { number, source, topic, connection }, hasBody }: RefusalProps) {
  const values = { source, topic, connection };
  const checked = useAnswerTo(
    hasBody ? { question: 'signature', values, stdin: { delivery: number } } : undefined,
  );
  return (
    <section>
      <h3>{say('whyRefused')}</h3>
      <Answered asked={checked} label={say('whyRefused')}>
        {([found]) => found !== undefined && <SignatureResult checked={found} />}
      </Answered>
    </section>
  );
}
