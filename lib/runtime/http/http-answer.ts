/** The result of one HTTP request. */
export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly body: string;
    }
  /** No readable answer. The peer may still have done what was asked. */
  | { readonly kind: 'unanswered'; readonly reason: UnansweredReason };

export type UnansweredReason = 'connect-timeout' | 'timeout' | 'connection-failed' | 'answer-too-long';
