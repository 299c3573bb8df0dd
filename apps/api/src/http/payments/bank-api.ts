import {
  exactly,
  headers,
  id,
  inPath,
  json,
  moment,
  problem,
  query,
  refusals,
  sentFile,
  text,
  whole,
} from '../kit/openapi.js';

const orNull = (schema: { readonly type: string }) => ({ ...schema, type: [schema.type, 'null'] });

/** What is said of a file stands in the address. Anything else there is refused. */
const said = [
  query('csvProfile', 'The layout of a CSV file, saved or shipped.'),
  query('bankAccountId', 'The account that the file is of, where it names none that is known.'),
  query('monthFirst', 'Whether 01/02 is the second of January.', { enum: ['true', 'false'] }),
];

const received = exactly({
  id,
  name: text,
  sha256: text,
  sizeBytes: whole,
  state: { enum: ['received', 'read', 'refused'] },
  format: orNull(text),
  refusalCode: orNull(text),
  receivedAt: moment,
  isNew: { type: 'boolean' },
});

const receivedFile = {
  ...received,
  properties: {
    ...received.properties,
    words: {
      type: 'object',
      description: 'Of a bank’s answer to a payment file: how many of its words did what.',
      additionalProperties: whole,
    },
  },
};

const minor = { type: ['string', 'null'], pattern: '^-?\\d+$' };

const line = exactly({
  bookingDate: orNull(text),
  amountMinor: { type: 'string', pattern: '^-?\\d+$' },
  currency: orNull(text),
  counterpartyName: orNull(text),
  counterpartyAccount: orNull(text),
  remittance: text,
  status: text,
});

const preview = exactly({
  format: text,
  version: orNull(text),
  warnings: { type: 'array', items: { type: 'object' } },
  statements: {
    type: 'array',
    items: exactly({
      bankAccountId: orNull(id),
      accountNumber: orNull(text),
      currency: orNull(text),
      from: orNull(text),
      to: orNull(text),
      openingMinor: minor,
      closingMinor: minor,
      balanced: { type: ['boolean', 'string', 'null'] },
      entries: whole,
      lines: { type: 'array', maxItems: 100, items: line },
    }),
  },
});

const unreadable = problem(
  'The file or what is said of it: INVALID_INPUT, INVALID_ID, FILE_EMPTY, ' +
    'STATEMENT_NOT_READABLE, STATUS_REPORT_NOT_READABLE, STATEMENT_OF_OTHER_ACCOUNT.',
);
const unknown = problem(
  'BANK_ACCOUNT_NOT_FOUND, CSV_PROFILE_NOT_FOUND, STATUS_REPORT_UNKNOWN, COOPERATIVE_UNKNOWN.',
);
const readOtherwise = problem(
  'These bytes came before, said to be read otherwise: STATEMENT_READ_OTHERWISE.',
);
const tooLarge = problem('Too many bytes, or more than one file: TOO_LARGE.');

/** Files from and for the bank, as OpenAPI has them. */
export const bankApi = {
  '/bank/statements': {
    post: {
      operationId: 'uploadStatement',
      summary: 'Put in a bank statement, or a bank’s answer to a payment file (pain.002)',
      parameters: said,
      requestBody: sentFile,
      responses: {
        200: { description: 'These bytes came before.', headers, content: json(receivedFile) },
        201: { description: 'It is kept, and read soon.', headers, content: json(receivedFile) },
        ...refusals,
        400: unreadable,
        404: unknown,
        409: readOtherwise,
        413: tooLarge,
      },
    },
  },
  '/bank/statements/preview': {
    post: {
      operationId: 'previewStatement',
      summary: 'What a statement file would bring; nothing is kept',
      parameters: said,
      requestBody: sentFile,
      responses: {
        200: { description: 'Its statements.', headers, content: json(preview) },
        ...refusals,
        400: unreadable,
        404: unknown,
        413: tooLarge,
      },
    },
  },
  '/bank/payment-files/{id}': {
    get: {
      operationId: 'downloadPaymentFile',
      summary: 'A written payment file: the same bytes each time',
      parameters: [inPath('id', 'Of the payment file.')],
      responses: {
        200: {
          description: 'pain.001, or what the rail writes, as an attachment.',
          headers: {
            ...headers,
            'Content-Disposition': { required: true, schema: text },
            'Cache-Control': { required: true, schema: { const: 'private, no-store' } },
          },
          content: { 'application/xml': { schema: { type: 'string' } } },
        },
        ...refusals,
        400: problem('This is not the id of a payment file: INVALID_ID.'),
        404: problem('PAYMENT_FILE_NOT_FOUND, COOPERATIVE_UNKNOWN.'),
      },
    },
  },
};
