// Operator verbs in a process of their own: what migrating and seeding load is gone when they end,
// instead of staying in the server's memory.
import { spawn } from 'node:child_process';
import { entryOfVerb } from './entry-of-verb.mjs';

/** A verb that said no; `exitCode` 2 means that what it was given is not usable. */
export class VerbFailed extends Error {
  name = 'VerbFailed';

  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs one verb of the command line and answers with what it printed.
 *
 * @throws {VerbFailed} with the verb's own last words when it does not exit with 0
 */
export function runVerb(args) {
  const child = spawn(process.execPath, [entryOfVerb(args[0]), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is ours to handle; a half-run migration rolls back when its connection closes.
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => (output[name] += text));
  }
  const onExit = () => child.kill('SIGTERM');
  process.once('exit', onExit);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      process.removeListener('exit', onExit);
      if (code === 0) return done(output.stdout);
      const words = (output.stderr.trim() || output.stdout.trim()).split('\n').slice(-5).join('\n');
      fail(new VerbFailed(words || `rochdale ${args[0]} ended with ${code ?? signal}`, code ?? 1));
    });
  });
}
