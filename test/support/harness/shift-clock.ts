/**
 * Preloaded by a process (`node --import`), it makes `Date` there `CLOCK_SHIFT_MS` later than it is; earlier where that
 * is negative. Recorded deliveries are signed, so their times cannot be made anew, and orders grow too old.
 */
const shiftMs = Number(process.env['CLOCK_SHIFT_MS']);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    super(given.length === 0 ? RealDate.now() + shiftMs : given[0]);
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
