import type { Call } from './call-counts.ts';
import type { FailureStep } from './play-step.ts';

/** A request of the Import API as the stand-in saw it. The access token is a header, and is not kept. */
export interface AnsweredCall {
  readonly call: Call;
  readonly serviceId: string;
  /** As it came, of a refused request too. */
  readonly body: Buffer;
  /** `played`: a step took the place of the usual answer. */
  readonly outcome: 'accepted' | 'refused' | 'played';
  /** What was played. A quota that is used up counts as a step. */
  readonly step: FailureStep | undefined;
  /** True if its content was taken, also if the answer was lost. */
  readonly isStored: boolean;
  /** The detailed code of the answer, if one has to be in it. */
  readonly code: string | undefined;
  /** Why it was refused: paths and what was expected there, never a value. */
  readonly reasons: readonly string[];
  readonly at: Date;
  /** From the first byte of the request to the end of the answer, or to the break. */
  readonly answeredInMs: number;
}
