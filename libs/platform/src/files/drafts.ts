import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Nothing is written for so long: what is older was left by a process that died. */
const abandonedAfterMs = 3_600_000;

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

/**
 * Files while they are written, all in one folder: they may be of persons, and what is left of them
 * when the process is killed is found there and removed.
 */
export class Drafts {
  constructor(private readonly folder: string) {}

  /** Writes a draft, hands it over, and removes it, whatever became of it. */
  async use<Result>(
    bytes: Uint8Array | Readable,
    body: (path: string, size: number) => Promise<Result>,
  ): Promise<Result> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, randomUUID());
    try {
      return await body(path, await writeDurably(path, bytes));
    } finally {
      await rm(path, { force: true });
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
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && now - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
    }
  }
}
