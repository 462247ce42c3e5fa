const ENTRANCES = ['http-api', 'function-url'];

/** What only the HTTP API has, with the value that leaves it out. */
const OF_HTTP_API = { accessLog: 'none', routeRateLimit: '', routeBurstLimit: '' };

/**
 * A plugin of `serverless` that refuses an unknown `entrance`, and parameters that would do nothing there, before anything is
 * packaged.
 */
export default class CheckEntrance {
  constructor(serverless) {
    this.hooks = {
      initialize: () => {
        const fault = faultOf(serverless.service.custom.parameters);
        if (fault !== undefined) throw new serverless.classes.Error(fault, 'WRONG_PARAMETER');
      },
    };
  }
}

function faultOf({ entrance, ...parameters }) {
  if (!ENTRANCES.includes(entrance)) {
    return `The parameter entrance is "${entrance}". It has to be http-api or function-url.`;
  }
  if (entrance === 'http-api') return undefined;
  const idle = Object.keys(OF_HTTP_API).find((name) => String(parameters[name]) !== OF_HTTP_API[name]);
  if (idle === undefined) return undefined;
  return `The parameter ${idle} does nothing with entrance=function-url. Leave it out, or deploy with entrance=http-api.`;
}
