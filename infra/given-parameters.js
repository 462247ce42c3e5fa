/**
 * Returns the parameters of a deployment, as the framework reads them: the command line goes before the stage's own section of
 * serverless.yml, and that before `default`. Those of a folder that `deploy --package` takes are not seen.
 * @template {string | number | null} Value
 * @param {{
 *   configurationInput: { params: Record<string, Record<string, Value> | undefined> },
 *   processedInput: { options: { param?: string[] } },
 * }} serverless
 * @param {string} stage
 * @returns {Record<string, Value | string | undefined>}
 */
export function givenParameters({ processedInput: { options }, configurationInput: { params } }, stage) {
  /** @type {[string, string][]} */
  const typed = (options.param ?? []).flatMap((item) => {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(item) ?? [];
    return name === undefined ? [] : [[name, value.trimEnd()]];
  });
  return { ...params.default, ...params[stage], ...Object.fromEntries(typed) };
}
