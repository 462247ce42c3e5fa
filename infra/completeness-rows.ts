import { measured } from './measured.ts';
import { GB, HOURS_PER_MONTH, LEDGER_DAYS, metersOf, stored } from './meters.ts';
import type { Row, Scenario } from './scenario.ts';

/** Returns what polling the shops and checking arrivals adds. */
export function completenessRows(scenario: Scenario): Row[] {
  return [...pollRows(scenario), ...verifyRows(scenario)];
}

/** Minutes before the last pass that a list is asked again: of Shopify's list, and what is left to webhooks. */
const OVERLAP_MINUTES = 15 + 2;
/** The wide pass goes back two days, once a day. */
const WIDE_PASSES = 2;

/**
 * Returns what polling adds. Assumed: each webhook stands for a change, each change is listed in the overlaps and in the wide
 * passes too, and the ledger knows all of them.
 */
export function pollRows(scenario: Scenario): Row[] {
  const { polledShops, pollMinutes, webhooksPerOrder } = scenario;
  const { duration, secondsOf, bytesOf } = metersOf(scenario);
  const polls = polledShops * (60 / pollMinutes) * HOURS_PER_MONTH;
  const listed = webhooksPerOrder * (1 + OVERLAP_MINUTES / pollMinutes + WIDE_PASSES);
  const bytes = polls * bytesOf(measured.pollShop);
  const rows: Row[] = [
    { what: 'duration of listed orders', price: duration, perOrder: listed * secondsOf(measured.pollOrder) },
    // Half a unit each.
    { what: 'reads of those', price: 'ledgerReads', perOrder: listed / 2 },
    { what: 'duration of questions', price: duration, monthly: polls * secondsOf(measured.pollShop) },
    { what: 'reads of places', price: 'ledgerReads', monthly: polls * 2 },
    // The lease, and the place that was reached.
    { what: 'places that were reached', price: 'ledgerWrites', monthly: polls * 2 },
    // The shop and its key: no instance remembers them for as long as a poll is away.
    { what: 'look-ups of secrets', price: 'keyRequests', monthly: polls * 2 },
    { what: 'log lines taken in', price: 'logIngestion', monthly: bytes / GB },
  ];
  return rows.map((row) => ({ ...row, what: `${row.what}, of polls` }));
}

/** The ledger is read once a day, in pages of a megabyte. */
const CHECKS = HOURS_PER_MONTH / 24;
const PAGE_BYTES = 2 ** 20;
/** An eventually consistent scan takes half a unit for 4 KB. */
const BYTES_PER_UNIT = 8 * 2 ** 10;

/** Returns what checking arrivals adds, once the ledger is full. */
export function verifyRows(scenario: Scenario): Row[] {
  const { duration, secondsOf } = metersOf(scenario);
  const scanned = CHECKS * stored(measured.orderItemBytes, LEDGER_DAYS) * GB;
  const pages = scanned / PAGE_BYTES;
  const perOrder = pages * secondsOf(measured.scanPage) + secondsOf(measured.verifyEvent);
  const rows: Row[] = [
    { what: 'duration', price: duration, perOrder },
    { what: 'reads of the whole ledger', price: 'ledgerReads', perOrder: scanned / BYTES_PER_UNIT },
  ];
  return rows.map((row) => ({ ...row, what: `${row.what}, of checks` }));
}
