import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { shutdownOnSignals } from './shutdown.mjs';

function open() {
  const machine = new EventEmitter();
  const said = [];
  const exits = [];
  let now = 0;
  machine.exit = (code) => exits.push(code);
  const shutdown = shutdownOnSignals(
    (line) => said.push(line),
    machine,
    () => now,
  );
  return { machine, said, exits, shutdown, passMs: (span) => (now += span) };
}

describe('the way down', () => {
  it('takes the parts in the order they came up, and the database last', async () => {
    const { machine, shutdown } = open();
    const closed = [];
    shutdown.last('postgres', async () => closed.push('postgres'));
    shutdown.next('api', async () => closed.push('api'));
    shutdown.next('worker', async () => closed.push('worker'));
    machine.emit('SIGTERM');
    expect(await shutdown.finished).toBe(0);
    expect(closed).toEqual(['api', 'worker', 'postgres']);
  });

  it('goes on when a part fails to close, and says so in the exit code', async () => {
    const { machine, said, shutdown } = open();
    const closed = [];
    shutdown.next('api', () => Promise.reject(new Error('stuck')));
    shutdown.last('postgres', async () => closed.push('postgres'));
    machine.emit('SIGINT');
    expect(await shutdown.finished).toBe(1);
    expect(closed).toEqual(['postgres']);
    expect(said).toContain('api did not stop cleanly: stuck');
  });

  it('takes one press of Ctrl-C, which npm tells twice, as one', () => {
    const { machine, exits, passMs } = open();
    machine.emit('SIGINT');
    passMs(900);
    machine.emit('SIGINT');
    expect(exits).toEqual([]);
  });

  it('stops at once at a second press', () => {
    const { machine, exits, passMs } = open();
    machine.emit('SIGINT');
    passMs(1_100);
    machine.emit('SIGINT');
    expect(exits).toEqual([130]);
  });

  it('closes every part once, whoever asks', async () => {
    const { machine, shutdown } = open();
    let times = 0;
    shutdown.next('api', async () => (times += 1));
    shutdown.because('Postgres ended');
    machine.emit('SIGTERM');
    expect(await shutdown.finished).toBe(1);
    expect(times).toBe(1);
  });
});
