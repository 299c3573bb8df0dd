import { on, once } from 'node:events';
import { WebSocket } from 'ws';

/** A message of graphql-transport-ws. */
export interface SubscriptionMessage {
  readonly type: string;
  readonly payload?: unknown;
}

export interface Subscription {
  /** Waits for the next message, `next` with data or `error`. */
  readonly next: () => Promise<SubscriptionMessage>;
  /** Resolves with the number and the reason when the service ends the socket. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
  readonly close: () => void;
}

async function endOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: reason.toString('utf8') };
}

/**
 * Connects, says hello, and subscribes; the service may still be opening its feed afterwards.
 *
 * @throws Error with its reason when the service ends the socket instead
 */
export async function openSubscription(
  url: string,
  headers: Readonly<Record<string, string>>,
  operation: { readonly query: string; readonly variables: object },
  hello: object = {},
): Promise<Subscription> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  const messages = on(socket, 'message', { close: ['close'] });
  const ended = endOf(socket);
  const next = async (): Promise<SubscriptionMessage> => {
    const { value, done } = (await messages.next()) as { value?: [Buffer]; done?: boolean };
    if (done === true || value === undefined) throw new Error((await ended).reason);
    return JSON.parse(value[0].toString('utf8')) as SubscriptionMessage;
  };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: hello }));
  const { type } = await next();
  if (type !== 'connection_ack') throw new Error(`no welcome, but ${type}`);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
  return { next, ended, close: () => socket.terminate() };
}
