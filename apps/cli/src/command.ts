import type { Writable } from 'node:stream';

/** Where a command writes: the process's own streams, or a test's. */
export interface CliStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * One verb of the command line. `run` gets the words after the verb and returns the exit code:
 * 0 done, 1 the answer is "no" (a broken invariant), 2 the input was not usable.
 */
export interface CliCommand {
  run(args: readonly string[], streams: CliStreams): Promise<number>;
}

/** Input that cannot be used. Its message is the one line that the user sees; exit code 2. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}
