/** What the descriptions of all routes have in common (OpenAPI 3.1). */

export const text = { type: 'string' };
export const whole = { type: 'integer', minimum: 0 };
export const moment = { type: 'string', format: 'date-time' };
export const id = { type: 'string', description: 'As GraphQL gives it.' };

/** What an object has, all of it and nothing besides. */
export const exactly = <Properties extends object>(properties: Properties) => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});

export const headers = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

/** Of a limit that was met. */
export const limitHeaders = {
  ...headers,
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
};

export const problem = (description: string, more: object = headers) => ({
  description,
  headers: more,
  content: {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
});

export const problemOf = { type: text, title: text, status: whole, code: text, detail: text };

export const problemSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457). `code` is stable.',
  required: Object.keys(problemOf),
  additionalProperties: false,
  properties: {
    ...problemOf,
    path: { type: 'array', items: text },
    traceId: { ...text, description: 'What to tell us of it, with INTERNAL.' },
  },
};

export const headerComponents = {
  RequestId: { description: 'How the log calls the request.', required: true, schema: text },
  RateLimitPolicy: {
    required: false,
    description: 'Limits that were met: `"token-check";q=30;w=60`.',
    schema: text,
  },
  RateLimit: {
    required: false,
    description: 'What is left of them: `"token-check";r=29;t=60`.',
    schema: text,
  },
  RetryAfter: { description: 'Seconds to wait.', required: true, schema: whole },
};

/** Of a limit that was used up. */
export const usedUpHeaders = {
  ...limitHeaders,
  'Retry-After': { $ref: '#/components/headers/RetryAfter' },
};

/** What every route may answer that somebody signs in for. */
export const refusals = {
  401: problem('Nobody is signed in, or the token opens nothing: UNAUTHENTICATED.', limitHeaders),
  403: problem('It is not for them: FORBIDDEN, TOKEN_OF_ANOTHER_COOPERATIVE.'),
  404: problem('There is no such co-operative: COOPERATIVE_UNKNOWN.'),
  429: problem('Too many tokens that open nothing: RATE_LIMITED.', usedUpHeaders),
  500: problem('Something went wrong on our side: INTERNAL, with a `traceId`.'),
  503: problem('The books cannot be reached right now: UNAVAILABLE.'),
};

/** One file of a form. */
export const sentFile = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        additionalProperties: false,
        properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
      },
    },
  },
};

export const query = (name: string, description: string, schema: object = text) => ({
  name,
  in: 'query',
  description,
  schema,
});

export const inPath = (name: string, description: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
});

export const json = (schema: object) => ({ 'application/json': { schema } });

/** How an API tells of itself: an object for its `paths`. */
export const ownDescription = {
  get: {
    operationId: 'describe',
    summary: 'This description',
    security: [],
    responses: {
      200: {
        description: 'OpenAPI 3.1.',
        headers,
        content: json({ type: 'object', required: ['openapi'] }),
      },
    },
  },
};
