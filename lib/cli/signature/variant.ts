/** What may have become of a part of a delivery on its way, or how it may have been meant. */
export interface Variant<Value> {
  /** Names the cause if the variant passes, such as `body-crlf`. */
  readonly name: string;
  /** Says what is wrong, in a sentence. `detail` is that of the try that passed. */
  readonly says: (detail: string) => string;
  /** Returns what the value may have been. Never throws. */
  readonly tries: (value: Value) => readonly Try<Value>[];
}

export interface Try<Value> {
  readonly value: Value;
  readonly detail?: string;
}

/** A reason why a delivery is refused. */
export interface Cause {
  readonly name: string;
  readonly says: string;
}
