/** How a state is to be taken. Its word says the same as its colour and its sign. */
export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

const SIGNS = { good: '✔', busy: '…', bad: '✗', quiet: '–' } as const satisfies Record<Tone, string>;

interface MarkProps {
  readonly tone: Tone;
  readonly word: string;
  /** Default: that of the tone. */
  readonly sign?: string;
}

/** A state: a sign, which is not read aloud, and a word. */
export function Mark({ tone, word, sign = SIGNS[tone] }: MarkProps) {
  return (
    <span class={`mark ${tone}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}
