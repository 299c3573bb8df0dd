import { headers, inPath, problem } from '../kit/openapi.js';

/** Published JSON Schemas, as OpenAPI has them. */
export const schemasApi = {
  '/v1/schemas/{file}': {
    get: {
      operationId: 'readSchema',
      summary: 'A JSON Schema (2020-12) of what co-operatives write as JSON',
      description:
        '`decision-rule.json` is that of decision rules, `proposal-templates.json` that of files ' +
        'of templates. The same for everybody.',
      parameters: [inPath('file', 'The name of the schema, with its ending.')],
      security: [],
      responses: {
        200: {
          description: 'The schema.',
          headers,
          content: { 'application/schema+json': { schema: { type: 'object' } } },
        },
        404: problem('There is no such schema: NOT_FOUND.'),
      },
    },
  },
};
