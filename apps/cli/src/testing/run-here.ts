import { Writable } from 'node:stream';
import { vi } from 'vitest';
import { runCli } from '../cli.js';

/** What a command line answered with: its exit code, and all that it wrote. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** Runs a command line in this process, under an environment that lasts as long as it. */
export async function runHere(
  env: Readonly<Record<string, string>>,
  argv: readonly string[],
): Promise<Said> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let text = '';
  const stream = new Writable({
    write: (more: Buffer, _encoding, done) => {
      text += more.toString();
      done();
    },
  });
  try {
    return { code: await runCli(argv, { stdout: stream, stderr: stream }), text };
  } finally {
    vi.unstubAllEnvs();
  }
}
