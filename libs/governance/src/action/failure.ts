import { CodedError, codedDatabaseError, isSerializationFailure } from '@rochdale/platform';

/** Errors that say nothing about the action: whoever tries again may get through. */
export function isPassing(error: unknown): boolean {
  // Inside the unit of work the driver speaks; its words are coded when it ends.
  const coded = error instanceof CodedError ? error : codedDatabaseError(error);
  if (coded !== null) return coded.kind === 'unavailable' || coded.code === 'CONFLICT';
  return isSerializationFailure(error);
}

/** Why an action could not be done, as it may be told and put on record. */
export function whyRefused(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  // What was not foreseen may hold anything: its message stays in the logs.
  return { code: 'INTERNAL', message: 'Something went wrong.' };
}
