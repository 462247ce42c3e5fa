/**
 * Preloaded by a process (`node --import`), it moves `Date` there by `CLOCK_SHIFT_MS`. Recorded deliveries are signed, so
 * their times cannot change, and their orders become too old.
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
