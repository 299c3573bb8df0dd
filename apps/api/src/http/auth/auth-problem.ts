/** An error of /auth as problem+json (RFC 9457), with the fields that its clients look for. */
export interface AuthProblem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** The same as `detail`: clients made for better-auth read this one. */
  readonly message: string;
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

function fieldsOf(text: string): { code?: unknown; message?: unknown } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Keeps the code and the sentence of what better-auth answered; nothing of an inner failure. */
export function authProblem(status: number, text: string): AuthProblem {
  const { code, message } = status < 500 ? fieldsOf(text) : {};
  const given = typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
  const known = codeOfStatus[status] ?? (status < 500 ? 'INVALID_INPUT' : 'INTERNAL');
  const named = status === 429 ? 'RATE_LIMITED' : (given ?? known);
  const fallback = status < 500 ? 'This was refused.' : 'Something went wrong on our side.';
  const detail = typeof message === 'string' && message !== '' ? message : fallback;
  const title = named.toLowerCase().replaceAll('_', ' ');
  return { type: 'about:blank', title, status, code: named, detail, message: detail };
}
