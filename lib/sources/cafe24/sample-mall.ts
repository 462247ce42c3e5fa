/**
 * The mall of the samples that the developer centre's TEST button sends.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export const SAMPLE_MALL = 'cafe24bestshop';
