import * as v from 'valibot';

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Reads a date of Cafe24 as an instant in UTC with milliseconds. Most dates have a zone
 * (`2018-07-04T11:21:35+09:00`); those without one (`2017-07-10 15:55:51`) are Korean time.
 * @see https://developers.cafe24.com/docs/api/admin/#request-response-format (read 2026-11-24)
 */
export const KstInstantSchema = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const [, date = '', time = '', zone = '+09:00'] = LOCAL.exec(dataset.value) ?? [];
    const milliseconds = Date.parse(`${date}T${time}${zone}`);
    if (!Number.isNaN(milliseconds)) return new Date(milliseconds).toISOString();
    addIssue({ message: 'expected a date and time' });
    return NEVER;
  }),
);
