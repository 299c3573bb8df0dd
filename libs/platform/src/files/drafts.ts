import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** How often whoever writes a draft says so. */
const saidEveryMs = 60_000;
/** Of what nobody said so for so long, whoever wrote it died. */
const abandonedAfterMs = 600_000;

async function writeDurably(path: string, bytes: Uint8Array | Readable): Promise<number> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await writeFile(handle, bytes);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

const said = (draft: string): Promise<void> => writeFile(join(draft, 'alive'), 'x');

/**
 * Files while they are written, each in a folder of its own within one: they may be of persons, and
 * what is left of them when the process is killed is found there and removed. Beside the bytes lies
 * when somebody last said that they are written: a process that starts again, or another one, on
 * this machine or on another that shares the folder, needs to know of none by name.
 */
export class Drafts {
  constructor(
    private readonly folder: string,
    private readonly everyMs = saidEveryMs,
  ) {}

  /** Writes a draft, hands it over, and removes it, whatever became of it. */
  async use<Result>(
    bytes: Uint8Array | Readable,
    body: (path: string, size: number) => Promise<Result>,
  ): Promise<Result> {
    const draft = join(this.folder, randomUUID());
    await mkdir(draft, { recursive: true, mode: 0o700 });
    let last = said(draft);
    const again = () => (last = said(draft).catch(() => undefined));
    const saying = setInterval(() => void again(), this.everyMs);
    try {
      await last;
      const path = join(draft, 'bytes');
      return await body(path, await writeDurably(path, bytes));
    } finally {
      clearInterval(saying);
      await last.catch(() => undefined);
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Removes those that nobody writes any more, by the time that the folder itself goes by. */
  async sweep(): Promise<void> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    if (names.length === 0) return;
    const now = await this.use(Buffer.of(), async (path) => (await stat(path)).mtimeMs);
    for (const name of names) {
      const draft = join(this.folder, name);
      // A file was written by a version that said nothing: its own time is all there is.
      const found =
        (await stat(join(draft, 'alive')).catch(() => null)) ??
        (await stat(draft).catch(() => null));
      if (found !== null && now - found.mtimeMs > abandonedAfterMs) {
        await rm(draft, { recursive: true, force: true });
      }
    }
  }
}
