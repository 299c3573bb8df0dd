import { command } from './commands/split.js';
import { runCommand } from './run-command.js';

// An entry of its own: the pool's arithmetic is pure, but the rest of its room loads the service.
process.exitCode = await runCommand('split', async () => command, process.argv.slice(3), {
  stdout: process.stdout,
  stderr: process.stderr,
});
