import { editions } from '@rochdale/governance';
import { headers, inPath, problem, query, refusals, text } from '../kit/openapi.js';

/** Files of decided votes, as OpenAPI has them. */
export const recountApi = {
  '/v1/recounts/{id}': {
    get: {
      operationId: 'downloadRecountFile',
      summary: 'A decided vote, to be counted again offline by `rochdale recount FILE`',
      description:
        'Its JSON Schema is docs/recount-file.schema.json. Names no voter and no candidate.',
      parameters: [
        inPath('id', 'The proposal, as GraphQL gives its id.'),
        query('cooperative', 'Which co-operative, where several share the installation.', {
          type: 'string',
        }),
        query('edition', 'One’s own when left out, or one that tells less.', {
          enum: [...editions],
        }),
        query('format', 'BLT of rankings, Pabulib of budgets; JSON when left out.', {
          enum: ['json', 'blt', 'pabulib'],
        }),
      ],
      responses: {
        200: {
          description: 'The file, as an attachment.',
          headers: {
            ...headers,
            'Content-Disposition': { required: true, schema: text },
            'Cache-Control': { required: true, schema: { const: 'private, no-store' } },
          },
          content: {
            'application/json': { schema: { type: 'object' } },
            'text/plain': { schema: { type: 'string' } },
          },
        },
        ...refusals,
        400: problem('It is asked with something else: INVALID_INPUT, INVALID_ID.'),
        404: problem(
          'There is no such vote for the reader: PROPOSAL_NOT_FOUND; no such format, or not for ' +
            'who is no member unless the rule has strangers count again: NOT_FOUND; ' +
            'or COOPERATIVE_UNKNOWN.',
        ),
        409: problem('It is not decided: PROPOSAL_STATUS_CONFLICT.'),
      },
    },
  },
};
