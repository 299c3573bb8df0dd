import { headers, problem, refusals, text } from '../kit/openapi.js';

/** One's own archive, as OpenAPI has it. */
export const ownArchiveApi = {
  '/own-archive': {
    get: {
      operationId: 'downloadOwnArchive',
      summary: 'Everything that is kept about oneself, as a ZIP archive, once',
      parameters: [
        {
          name: 'ticket',
          in: 'query',
          required: true,
          description: 'What ownArchiveTicketIssue gave.',
          schema: text,
        },
      ],
      responses: {
        200: {
          description: 'The archive, as an attachment.',
          headers: {
            ...headers,
            'Content-Disposition': { required: true, schema: text },
            'Cache-Control': { required: true, schema: { const: 'private, no-store' } },
          },
          content: { 'application/zip': { schema: { type: 'string' } } },
        },
        ...refusals,
        400: problem('There is no ticket, or something else beside it: INVALID_INPUT.'),
        404: problem('The ticket opens nothing: ARCHIVE_TICKET_UNKNOWN; or COOPERATIVE_UNKNOWN.'),
        409: problem('It is lost, or is not as it was sealed: ARCHIVE_NOT_READY. Ask for another.'),
      },
    },
  },
};
