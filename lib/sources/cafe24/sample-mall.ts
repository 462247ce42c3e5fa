/**
 * The malls of the samples that the developer centre's TEST button sends; the second is that of event 90160. Real ids have
 * no capitals.
 * @see https://developers.cafe24.com/app/front/app/develop/webhook/sample (copy of 2025, read 2026-11-29)
 */
const SAMPLE_MALLS = new Set(['cafe24bestshop', 'sampleMall']);

/** True if a webhook is of a sample's mall. */
export function isSampleMall(mallId: string | null | undefined): boolean {
  return mallId != null && SAMPLE_MALLS.has(mallId);
}
