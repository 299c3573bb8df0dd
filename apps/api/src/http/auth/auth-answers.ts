/** What the descriptions of all ways in have in common. */
import {
  exactly,
  headers,
  json,
  limitHeaders,
  query,
  refusals,
  text,
  usedUpHeaders,
} from '../kit/openapi.js';

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const user = ref('AuthUser');
export const token = { ...text, description: 'Of the session: sent as `Authorization: Bearer …`.' };

export const refused = (description: string, more: object = headers) => ({
  description,
  headers: more,
  content: { 'application/problem+json': { schema: ref('AuthProblem') } },
});
export const answered = (description: string, schema: object) => ({
  description,
  headers,
  content: json(schema),
});
export const done = answered('It is done, or would be: it says nothing of others’ accounts.', {
  ...exactly({ status: { const: true } }),
});
export const opened = answered(
  'A session is open, by cookie and by token.',
  exactly({ token, user }),
);
export const leads = (description: string) => ({
  description,
  headers: { ...headers, Location: { required: true, schema: text } },
});

export const foreign = 'a page of somebody else’s asks: FORBIDDEN';
const always = {
  429: refused('Too much was asked: RATE_LIMITED.', usedUpHeaders),
  500: refusals[500],
  503: refusals[503],
};
export const unreadable = (codes: string) =>
  refused(`It is not as described: VALIDATION_ERROR${codes}.`);
export const nobody = refused('Nobody is signed in: UNAUTHORIZED.', limitHeaders);
const callback = query('callbackURL', 'Where to go afterwards, of a trusted origin.');
export const linked = (what: string) => [
  { ...query('token', `Of the link ${what}.`), required: true },
  callback,
];

interface Asking {
  readonly id: string;
  readonly summary: string;
  /** What has to be said, and what may be. */
  readonly body?: object;
  readonly mayBe?: object;
  readonly isOpen?: boolean;
  readonly responses: object;
}

/** Names that OpenAPI asks for. */
const said = ({ id, summary, isOpen = false }: Asking) => ({
  operationId: id,
  summary,
  ...(isOpen ? { security: [] } : {}),
});

export function posted(asking: Asking) {
  const { body = {}, mayBe = {}, responses } = asking;
  const described = exactly(body);
  const schema = { ...described, properties: { ...described.properties, ...mayBe } };
  return {
    post: {
      ...said(asking),
      requestBody: { required: true, content: json(schema) },
      responses: {
        ...always,
        403: refused(`Somebody may not, or ${foreign}.`),
        415: refused('Another content type: UNSUPPORTED_MEDIA_TYPE.'),
        ...responses,
      },
    },
  };
}

export function asked(asking: Asking, parameters: readonly object[] = []) {
  return {
    get: { ...said(asking), parameters, responses: { ...always, ...asking.responses } },
  };
}
