import type { Subject, Tombstones } from '../../../lib/model/subject.ts';

/** Returns tombstones that stand for those of whom a test says so; for nobody where it says nothing. */
export function memoryTombstones(isErased: (subject: Subject) => boolean = () => false): Tombstones {
  return { erased: (subjects) => Promise.resolve(new Set(subjects.filter(isErased))) };
}
