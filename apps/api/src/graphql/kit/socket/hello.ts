/** What of a WebSocket this folder deals with. */
export interface Socket {
  once(event: 'message', listener: (data: { toString(): string }) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  close(code: number, reason: string): void;
  send(data: string, done?: (error?: Error) => void): void;
}

/** Headers that a browser's WebSocket cannot send, so that its first message brings them along. */
const carried: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-cooperative']);

const initWithinMs = 10_000;
/** graphql-transport-ws has this number for it. */
const initTimeout = 4408;

const hellos = new WeakMap<object, Readonly<Record<string, string>>>();

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The headers that a `connection_init` stands for: its payload, or the payload's `headers`. */
export function headersOfHello(text: string): Readonly<Record<string, string>> {
  let message: Readonly<Record<string, unknown>>;
  try {
    message = asRecord(JSON.parse(text));
  } catch {
    return {};
  }
  if (message['type'] !== 'connection_init') return {};
  const payload = asRecord(message['payload']);
  const said = { ...payload, ...asRecord(payload['headers']) };
  const headers = Object.entries(said)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => carried.has(name) && typeof value === 'string');
  return Object.fromEntries(headers) as Record<string, string>;
}

/** What an error that the server made by itself is called. */
function codeOf(message: unknown): string {
  const isSyntax = typeof message === 'string' && message.startsWith('Syntax Error');
  return isSyntax ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_REQUEST_INVALID';
}

/** A message with a code on each of its errors; the others as they are. */
export function withCodes(text: string): string {
  if (!text.startsWith('{"type":"error"')) return text;
  const message = JSON.parse(text) as { payload?: unknown };
  if (!Array.isArray(message.payload)) return text;
  const payload = message.payload.map((given: unknown) => {
    const error = asRecord(given);
    const extensions = asRecord(error['extensions']);
    if (typeof extensions['code'] === 'string') return given;
    const code = codeOf(error['message']);
    const said =
      code === 'GRAPHQL_PARSE_FAILED' ? error['message'] : 'This cannot be subscribed to.';
    return { message: said, extensions: { ...extensions, code } };
  });
  return JSON.stringify({ ...message, payload });
}

/** Takes down what the first message says, before the server reads it, and codes its errors. */
export function listenForHello(socket: Socket, request: object): void {
  const timer = setTimeout(() => socket.close(initTimeout, 'INIT_TIMEOUT'), initWithinMs);
  timer.unref();
  socket.once('message', (data) => {
    clearTimeout(timer);
    hellos.set(request, headersOfHello(data.toString()));
  });
  socket.once('close', () => clearTimeout(timer));
  const send = socket.send.bind(socket);
  socket.send = (data, done) => send(withCodes(data), done);
}

/** What the socket of that request said at first, as headers. */
export const helloOf = (request: object): Readonly<Record<string, string>> =>
  hellos.get(request) ?? {};
