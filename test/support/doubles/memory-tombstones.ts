import type { Subject, Tombstones } from '../../../lib/model/subject.ts';

/** Returns tombstones for the subjects that a test calls erased. Default: for none. */
export function memoryTombstones(isErased: (subject: Subject) => boolean = () => false): Tombstones {
  return { erased: (subjects) => Promise.resolve(new Set(subjects.filter(isErased))) };
}
