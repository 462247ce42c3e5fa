const ENTRANCES = ['http-api', 'function-url'];

/** What only the HTTP API has, with the value that leaves it out. */
const OF_HTTP_API = { accessLog: 'none', routeRateLimit: '', routeBurstLimit: '' };

/**
 * A plugin of `serverless` that refuses an unknown `entrance`, and parameters that would do nothing there, before anything is
 * packaged.
 */
export default class CheckEntrance {
  #serverless;
  hooks = {
    initialize: () => {
      this.#check();
    },
  };

  /**
   * @param {{
   *   service: { custom: { parameters: Record<string, unknown> } },
   *   classes: { Error: new (message: string, code: string) => Error },
   * }} serverless
   */
  constructor(serverless) {
    this.#serverless = serverless;
  }

  #check() {
    const { service, classes } = this.#serverless;
    const fault = faultOf(service.custom.parameters);
    if (fault !== undefined) throw new classes.Error(fault, 'WRONG_PARAMETER');
  }
}

/** @param {Record<string, unknown>} parameters */
function faultOf({ entrance: given, ...parameters }) {
  const entrance = String(given);
  if (!ENTRANCES.includes(entrance)) {
    return `The parameter entrance is "${entrance}". It has to be http-api or function-url.`;
  }
  if (entrance === 'http-api') return undefined;
  const idle = Object.keys(OF_HTTP_API).find((name) => String(parameters[name]) !== OF_HTTP_API[name]);
  if (idle === undefined) return undefined;
  return `The parameter ${idle} does nothing with entrance=function-url. Leave it out, or deploy with entrance=http-api.`;
}
