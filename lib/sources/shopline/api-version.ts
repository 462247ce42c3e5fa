/**
 * Of the Admin API and of its webhooks. A version is stable on the day that it is named after, and served for twelve
 * months from then.
 * @see https://developer.shopline.com/docs/apps/api-instructions-for-use/api-versioning-guide (read 2026-11-29)
 */
export const API_VERSION = 'v20260901';
export const SUPPORTED_UNTIL = '2027-09-01';
