import * as v from 'valibot';

const Names = v.optional(v.array(v.string()), []);

/** How the stand-in exports, and what it accepts and then loses without a word, as Dfinery may. */
export const ExportSettingsSchema = v.strictObject({
  /** `rows`: an event has a row for each item. `arrays`: one row, with a list in each item cell. */
  shape: v.optional(v.picklist(['rows', 'arrays']), 'rows'),
  /** Played on the next exports, one each: a body that is cut off, or an error, after HTTP 200 or instead of it. */
  faults: v.optional(v.array(v.picklist(['cut', 'fail', 'query-error', 'throttled'])), []),
  /** Events that are not collected. */
  eventsOff: Names,
  /** Properties that count as not registered: an event with one of them is lost, and there is no column. */
  unregistered: Names,
  /** Further properties that are linked to purchases: one that lacks any of them is lost. */
  linked: Names,
  /** Ids of events of which the first sending is lost, and the next is not. One that stands here twice is lost twice. */
  losesFirst: Names,
  /** Loses this share of all events, chosen by their ids and the seed. */
  loses: v.optional(
    v.strictObject({ share: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), seed: v.string() }),
  ),
});

export type ExportSettings = v.InferOutput<typeof ExportSettingsSchema>;
export type ExportSettingsInput = v.InferInput<typeof ExportSettingsSchema>;

/** Returns settings with their defaults. Throws if they are none. */
export function toExportSettings(input: unknown): ExportSettings {
  return v.parse(ExportSettingsSchema, input);
}
