/** The exit codes of every command, for scripts. */
export const exitCodes = {
  done: 0,
  invalidInput: 1,
  wrongUsage: 2,
  ignored: 3,
  refused: 4,
  unreachable: 5,
  /** `reconcile`: the lists differ. */
  differs: 6,
  /** `reconcile`: nothing differs, but not everything could be compared. */
  unproven: 7,
  /** `status`: something waits for a person. */
  needsPerson: 8,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
