import { parseEvent, receive, webhookEvent } from './webhook-path.ts';

const CALLS = 20;

const lines = Number(process.argv[2]);
const events = Array.from({ length: CALLS }, (_, index) => webhookEvent(lines, index));
const times = events.map((bytes) => {
  const before = process.hrtime.bigint();
  receive(parseEvent(bytes));
  return Number(process.hrtime.bigint() - before);
});
console.log(JSON.stringify(times));
