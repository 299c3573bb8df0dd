import {
  exactly,
  headers,
  id,
  inPath,
  json,
  problem,
  refusals,
  sentFile,
  text,
  whole,
} from '../kit/openapi.js';

const storedFile = exactly({ id, name: text, mediaType: text, sizeBytes: whole, sha256: text });

/** Receipts, as OpenAPI has them. */
export const filesApi = {
  '/files': {
    post: {
      operationId: 'uploadReceipt',
      summary: 'Upload a receipt, or what a comment shows: a PDF or a picture',
      requestBody: sentFile,
      responses: {
        201: { description: 'It is kept.', headers, content: json(storedFile) },
        ...refusals,
        400: problem('There is no file: INVALID_INPUT, FILE_EMPTY; or UNSUPPORTED_MEDIA_TYPE.'),
        413: problem('Too many bytes, or more than one file: TOO_LARGE.'),
      },
    },
  },
  '/files/{id}': {
    get: {
      operationId: 'downloadReceipt',
      summary: 'A file, for whoever may see the expense or the comment that shows it',
      parameters: [inPath('id', 'Of the file.')],
      responses: {
        200: {
          description: 'Its bytes, as an attachment.',
          headers: {
            ...headers,
            'Content-Disposition': { required: true, schema: text },
            'Cache-Control': { required: true, schema: { const: 'private, no-store' } },
          },
          content: Object.fromEntries(
            ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'].map((type) => [
              type,
              { schema: { type: 'string' } },
            ]),
          ),
        },
        ...refusals,
        400: problem('This is not the id of a file: INVALID_ID.'),
        404: problem('There is no such file for you: NOT_FOUND; or COOPERATIVE_UNKNOWN.'),
      },
    },
  },
};
