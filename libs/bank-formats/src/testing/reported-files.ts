import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../../shared/vectors/reports/bank/', import.meta.url);

/** Whether the files that outside tests failed with are beside the repository. */
export const reportedFilesFound = existsSync(folder);

/** The bytes of a file that an outside test failed with. */
export function reportedFile(name: string): Uint8Array {
  return readFileSync(new URL(name, folder));
}
