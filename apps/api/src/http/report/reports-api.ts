import { headers, inPath, problem, refusals, text } from '../kit/openapi.js';

/** Reports, as OpenAPI has them. Each says in a refusal what it is asked with. */
export const reportsApi = {
  '/v1/reports/{file}': {
    get: {
      operationId: 'downloadReport',
      summary: 'A report as CSV, such as trial-balance.csv',
      parameters: [inPath('file', 'The name of the report, with .csv.')],
      responses: {
        200: {
          description: 'The report, as an attachment.',
          headers: {
            ...headers,
            'Content-Disposition': { required: true, schema: text },
            'Cache-Control': { required: true, schema: { const: 'private, no-store' } },
          },
          content: { 'text/csv': { schema: { type: 'string' } } },
        },
        ...refusals,
        400: problem('It is asked with something else: INVALID_INPUT, with the name in `path`.'),
        404: problem('There is no such report: NOT_FOUND; or COOPERATIVE_UNKNOWN.'),
      },
    },
  },
};
