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
  readonly close: () => void;
}

/** Connects, says hello, and subscribes; the service may still be opening its feed afterwards. */
export async function openSubscription(
  url: string,
  headers: Readonly<Record<string, string>>,
  operation: { readonly query: string; readonly variables: object },
): Promise<Subscription> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  const messages = on(socket, 'message');
  const next = async (): Promise<SubscriptionMessage> => {
    const { value } = (await messages.next()) as { value: [Buffer] };
    return JSON.parse(value[0].toString('utf8')) as SubscriptionMessage;
  };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: {} }));
  const { type } = await next();
  if (type !== 'connection_ack') throw new Error(`no welcome, but ${type}`);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
  return { next, close: () => socket.terminate() };
}
