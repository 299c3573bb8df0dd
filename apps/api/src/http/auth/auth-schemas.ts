import { exactly, moment, problemSchema, text } from '../kit/openapi.js';

const yes = { type: 'boolean' };
const orNull = { type: ['string', 'null'] };

const user = exactly({
  id: text,
  name: text,
  email: { ...text, format: 'email' },
  emailVerified: yes,
  image: orNull,
  twoFactorEnabled: yes,
  createdAt: moment,
  updatedAt: moment,
});

/** What /auth answers with, as better-auth’s clients read it. */
export const authSchemas = {
  AuthUser: {
    ...user,
    description: 'The account of whoever signs in. Members are asked of /graphql.',
    properties: { ...user.properties, disabledAt: orNull },
  },
  AuthSession: exactly({
    id: text,
    token: { ...text, description: 'Opens everything: sent as `Authorization: Bearer …`.' },
    userId: text,
    ipAddress: orNull,
    userAgent: orNull,
    createdAt: moment,
    updatedAt: moment,
    expiresAt: moment,
  }),
  AuthPasskey: exactly({
    id: text,
    name: text,
    createdAt: moment,
    lastUsedAt: { ...orNull, format: 'date-time' },
  }),
  AuthProblem: {
    ...problemSchema,
    properties: {
      ...problemSchema.properties,
      message: { ...text, description: 'The same as `detail`, for clients of better-auth.' },
    },
  },
};
