import type { Subject } from './subject.ts';

/** Knows who was erased. */
export interface Tombstones {
  /**
   * Returns those that are to be dropped.
   * @throws {UnavailableError} `erasures-unavailable`: nobody knows. Then nothing may be sent.
   */
  erased<Some extends Subject>(subjects: readonly Some[]): Promise<ReadonlySet<Some>>;
}
