/** What came back of one HTTP request. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly body: string;
    }
  /** No readable answer: what was asked may have been done all the same. */
  | { readonly kind: 'unanswered'; readonly reason: UnansweredReason };

export type UnansweredReason = 'connect-timeout' | 'timeout' | 'connection-failed' | 'answer-too-long';
