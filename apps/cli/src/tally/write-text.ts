import type { Writable } from 'node:stream';

/**
 * Writes a text and waits until it is out, at the pace of whoever reads. Answers false when nobody
 * reads on (`| head`), which is no failure. Throws when the text cannot be written; the stream
 * needs a listener for its `error`, which says the same once more.
 */
export async function writeText(stream: Writable, text: string): Promise<boolean> {
  try {
    await new Promise<void>((done, fail) => {
      stream.write(text, (error) => (error ? fail(error) : done()));
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw error;
  }
}
