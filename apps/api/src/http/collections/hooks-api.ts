import { headers, inPath, problem, refusals } from '../kit/openapi.js';

/** What sources of money call, as OpenAPI has it. */
export const hooksApi = {
  '/hooks/sources/{connection}': {
    post: {
      operationId: 'hintSource',
      summary: 'Say that something happened at a source of money',
      description:
        'Signed as the source does it; at most 256 KiB. Nothing of the body is believed.',
      security: [],
      parameters: [inPath('connection', 'Of the money source.')],
      responses: {
        204: { description: 'The source is swept soon.', headers },
        400: problem('It is not what its content type says: INVALID_INPUT.'),
        403: problem('It is not signed by a source of ours, or there is none: HINT_REFUSED.'),
        413: problem('Too many bytes: TOO_LARGE.'),
        415: problem('Another content type: UNSUPPORTED_MEDIA_TYPE.'),
        500: refusals[500],
        503: refusals[503],
      },
    },
  },
};
