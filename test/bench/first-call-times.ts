import { parseEvent, receive, webhookEvent } from './webhook-path.ts';

/** What this script prints: the nanoseconds of each call. */
export type FirstCallTimes = readonly number[];

const CALLS = 20;

const lines = Number(process.argv[2]);
const events = Array.from({ length: CALLS }, (_, index) => webhookEvent(lines, index));
const times: FirstCallTimes = events.map((bytes) => {
  const before = process.hrtime.bigint();
  receive(parseEvent(bytes));
  return Number(process.hrtime.bigint() - before);
});
console.log(JSON.stringify(times));
