import type { Writable } from 'node:stream';

/** Where a command writes: the process's own streams, or a test's. */
export interface CliStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * One verb of the command line. `run` gets the words after the verb and returns the exit code:
 * 0 done, 1 the answer is "no" (a broken invariant), 2 the input was not usable; a command may have
 * others, which its --help names.
 */
export interface CliCommand {
  run(args: readonly string[], streams: CliStreams): Promise<number>;
}

/** Input that cannot be used. Its message is the one line that the user sees; exit code 2. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}

/**
 * For verbs that need little said to them: what they would not heed is refused.
 *
 * @throws UnusableInput for the first word that is none of these
 */
export function refuseOtherWords(
  args: readonly string[],
  usage: string,
  known: readonly string[] = [],
): void {
  const other = args.find((word) => !known.includes(word));
  if (other !== undefined) throw new UnusableInput(`'${other}' is not heeded: ${usage}`);
}
