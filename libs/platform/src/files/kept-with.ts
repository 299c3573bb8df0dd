import { isConnectionLost } from '../db/database-errors.js';
import type { FileStore } from './file-store.js';

/**
 * Keeps bytes and then writes their row, so that a row always has its file. Where the row is
 * refused the bytes go at once, whatever they say of whom; where nobody knows whether it was, or
 * they cannot be removed just then, a sweep takes them later.
 *
 * @throws Error of the store, and whatever the row is refused by
 */
export async function keptWith<T>(
  store: FileStore,
  file: { readonly key: string; readonly bytes: Uint8Array; readonly mediaType: string },
  insert: () => Promise<T>,
): Promise<T> {
  await store.put(file.key, file.bytes, file.mediaType);
  try {
    return await insert();
  } catch (error) {
    // Why the row was refused is what is to be told, also where the store answers no more.
    if (!isConnectionLost(error)) await store.remove(file.key).catch(() => undefined);
    throw error;
  }
}
