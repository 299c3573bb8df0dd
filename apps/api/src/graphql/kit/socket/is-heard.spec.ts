import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { isHeard } from './is-heard.js';

/** One end of a WebSocket, whose other end answers pings, or does what it is told. */
class End extends EventEmitter {
  readyState = 1;

  constructor(private readonly onPing: (end: End) => void) {
    super();
  }

  ping(): void {
    setImmediate(() => this.onPing(this));
  }

  terminate(): void {
    this.readyState = 3;
    this.emit('close');
  }
}

const listeners = (end: End): number => end.listenerCount('pong') + end.listenerCount('close');

it('a socket is heard as long as its other end answers, also two who ask at once', async () => {
  const end = new End((one) => one.emit('pong'));
  expect(await Promise.all([isHeard(end), isHeard(end)])).toEqual([true, true]);
  expect([listeners(end), end.readyState]).toEqual([0, 1]);
});

it('one that does not answer is ended, and nobody hears it', async () => {
  const end = new End(() => undefined);
  expect(await isHeard(end, 10)).toBe(false);
  expect([listeners(end), end.readyState]).toEqual([0, 3]);
  expect(await isHeard(end)).toBe(false);
});

it('one whose program dies meanwhile is heard by nobody', async () => {
  const end = new End((one) => one.terminate());
  expect(await isHeard(end)).toBe(false);
  expect(listeners(end)).toBe(0);
});
