/** What of a WebSocket tells whether somebody is at the other end. */
export interface Answering {
  readonly readyState: number;
  on(event: 'pong' | 'close', listener: () => void): unknown;
  off(event: 'pong' | 'close', listener: () => void): unknown;
  ping(): void;
  terminate(): void;
}

const open = 1;
const answersWithinMs = 5_000;

/**
 * Whether somebody is at the other end, who hears what is sent next: programs answer a ping by
 * themselves. A socket that does not, soon, is of a program that died, or of a line that broke
 * without a word: it is ended.
 */
export async function isHeard(
  socket: Answering,
  withinMs: number = answersWithinMs,
): Promise<boolean> {
  if (socket.readyState !== open) return false;
  const answered = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => end(false)(), withinMs).unref();
    const end = (isThere: boolean) => (): void => {
      clearTimeout(timer);
      socket.off('pong', there);
      socket.off('close', gone);
      resolve(isThere);
    };
    const [there, gone] = [end(true), end(false)];
    socket.on('pong', there);
    socket.on('close', gone);
    socket.ping();
  });
  if (!answered) socket.terminate();
  return answered;
}
