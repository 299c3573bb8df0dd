/** An error of /auth as problem+json (RFC 9457), with the fields that its clients look for. */
export interface AuthProblem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The same as `detail`: clients made for better-auth read this one. */
  readonly message: string;
  /** The field at fault, where it is one. */
  readonly path?: readonly string[];
}

const codeOfStatus: Readonly<Record<number, string>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};

/** The field that a code is about; the others are about no field, or say it in their sentence. */
const fieldOfCode: Readonly<Record<string, string>> = {
  EMAIL_INVALID: 'email',
  INVALID_EMAIL: 'email',
  INVALID_PASSWORD: 'password',
  INVALID_TOKEN: 'token',
  INVALID_CODE: 'code',
  INVALID_BACKUP_CODE: 'code',
  INVALID_CALLBACK_URL: 'callbackURL',
  INVALID_ERROR_CALLBACK_URL: 'errorCallbackURL',
  INVALID_NEW_USER_CALLBACK_URL: 'newUserCallbackURL',
  INVALID_REDIRECT_URL: 'redirectTo',
  ACCOUNT_NAME_INVALID: 'name',
  PROVIDER_NOT_FOUND: 'provider',
};

/** How the sentence of a body that does not fit begins: `[body.email] …`. */
const inSentence = /^\[(?:body|query)\.([^\]]+)\]/;

function fieldOf(code: string, detail: string, asked: unknown): readonly string[] {
  const said = inSentence.exec(detail)?.[1];
  if (said !== undefined) return said.split('.');
  if (code.startsWith('PASSWORD_TOO_')) {
    const isNew = typeof asked === 'object' && asked !== null && 'newPassword' in asked;
    return [isNew ? 'newPassword' : 'password'];
  }
  const field = Object.hasOwn(fieldOfCode, code) ? fieldOfCode[code] : undefined;
  return field === undefined ? [] : [field];
}

function fieldsOf(text: string): { code?: unknown; message?: unknown } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/**
 * Keeps the code and the sentence of what better-auth answered; nothing of an inner failure.
 *
 * @param asked the body that it was asked with
 */
export function authProblem(status: number, text: string, asked?: unknown): AuthProblem {
  const { code, message } = status < 500 ? fieldsOf(text) : {};
  const given = typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
  const known = codeOfStatus[status] ?? (status < 500 ? 'INVALID_INPUT' : 'INTERNAL');
  const named = status === 429 ? 'RATE_LIMITED' : (given ?? known);
  const fallback = status < 500 ? 'This was refused.' : 'Something went wrong on our side.';
  const detail = typeof message === 'string' && message !== '' ? message : fallback;
  const title = named.toLowerCase().replaceAll('_', ' ');
  const told = {
    type: 'about:blank',
    title,
    status,
    code: named,
    detail,
    message: detail,
  } as const;
  const path = fieldOf(named, detail, asked);
  return path.length === 0 ? told : { ...told, path };
}
