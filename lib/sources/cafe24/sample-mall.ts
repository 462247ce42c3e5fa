/**
 * The mall in whose name the TEST button of the developer centre sends the samples of the documentation.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-24)
 */
export const SAMPLE_MALL = 'cafe24bestshop';
