/** What a rule says of a part of a template. */
export interface Finding {
  readonly rule: string;
  /** The logical id of a resource, or another name of the part. */
  readonly part: string;
  readonly message: string;
}

/** A finding that is no fault. */
export interface Acceptance {
  readonly rule: string;
  /** Names of parts, or patterns of names. Each has to be found in some template. */
  readonly of: readonly (string | RegExp)[];
  readonly because: string;
}
