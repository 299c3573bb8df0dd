import { TallyError } from '../model/errors.js';

/** Names the file in a refusal that does not know it. */
export function placed<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TallyError) || error.position.file !== undefined) throw error;
    throw new TallyError(error.code, error.message, { file });
  }
}
