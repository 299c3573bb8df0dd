import { authApi } from '../auth/auth-api.js';
import { authSchemas } from '../auth/auth-schemas.js';
import { hooksApi } from '../collections/hooks-api.js';
import { filesApi } from '../files/files-api.js';
import { headerComponents, ownDescription, problemSchema } from '../kit/openapi.js';
import { ownArchiveApi } from '../own-archive/own-archive-api.js';
import { bankApi } from '../payments/bank-api.js';
import { recountApi } from '../recount/recount-api.js';
import { reportsApi } from '../report/reports-api.js';
import { schemasApi } from '../schemas/schemas-api.js';

/**
 * What is asked of this service beside GraphQL, in OpenAPI 3.1: each folder says what its routes
 * answer, and a test compares it with what they do. Partners have a description of their own.
 */
export const restApiDescription = {
  openapi: '3.1.0',
  info: {
    title: 'Rochdale, beside GraphQL',
    version: '1',
    description: 'Signing in, and files in and out. Everything else is asked of /graphql.',
    license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
  },
  security: [{ bearer: [] }, { cookie: [] }],
  paths: {
    ...authApi,
    ...filesApi,
    ...ownArchiveApi,
    ...bankApi,
    ...hooksApi,
    ...recountApi,
    ...reportsApi,
    ...schemasApi,
    '/openapi.json': ownDescription,
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'rochdale.session_token' },
    },
    headers: headerComponents,
    schemas: { Problem: problemSchema, ...authSchemas },
  },
} as const;
