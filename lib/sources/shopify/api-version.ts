/**
 * Of the Admin API; every webhook has one, too. A version is supported for twelve months at least. After them Shopify
 * answers as its oldest supported one.
 * @see https://shopify.dev/docs/api/usage/versioning (read 2026-11-29)
 */
export const API_VERSION = '2026-10';

/** Twelve months after the quarter that the version is named after. */
export const SUPPORTED_UNTIL = '2027-10-01';
