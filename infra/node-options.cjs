/**
 * Returns what `serverless.yml` gives the functions as `NODE_OPTIONS`. V8 clears up young objects after 1 MB each, in place
 * of tens, so the largest webhooks leave less garbage. Lambda sets neither size if one stands here, so both do, in MB: the
 * old objects have nine tenths of the memory. A word that Node does not allow there keeps every function from starting.
 * @param {{ resolveVariable: (name: string) => Promise<number> }} framework
 */
module.exports = async ({ resolveVariable }) => {
  const memorySize = await resolveVariable('param:memorySize');
  return { options: `--max-semi-space-size=1 --max-old-space-size=${Math.floor(memorySize * 0.9)}` };
};
