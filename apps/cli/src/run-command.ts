import { UnusableInput } from './command.js';
import type { CliCommand, CliStreams } from './command.js';

/** Loads and runs one command and returns its exit code. Never throws. */
export async function runCommand(
  verb: string,
  load: () => Promise<CliCommand>,
  args: readonly string[],
  streams: CliStreams,
): Promise<number> {
  try {
    return await (await load()).run(args, streams);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'failed';
    streams.stderr.write(`rochdale ${verb}: ${message}\n`);
    return error instanceof UnusableInput ? 2 : 1;
  }
}
