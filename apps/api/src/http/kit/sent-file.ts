import { platformErrors } from '@rochdale/platform';
import type { ActorRequest } from './request-actor.js';

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The one file of a form, read whole. What else stands in the form would not be heeded, and is
 * refused instead: what a request says of its file stands in the address.
 *
 * @throws CodedError INVALID_INPUT, FILE_EMPTY
 */
export async function sentFile(request: ActorRequest): Promise<SentFile> {
  if (!request.isMultipart()) {
    throw platformErrors.error('INVALID_INPUT', 'Send the file as multipart/form-data.');
  }
  let file: SentFile | null = null;
  let besides: string | null = null;
  try {
    // Read to the end in any case: a form that is left half read keeps its connection.
    for await (const part of request.parts()) {
      if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() };
      else besides ??= part.fieldname.slice(0, 100);
    }
  } catch (error) {
    // Limits have a status of their own; what else is thrown is the parser's word on the form.
    if ((error as { statusCode?: unknown }).statusCode !== undefined) throw error;
    const message = 'This is not a whole form: its boundary is missing, or its end.';
    throw platformErrors.error('INVALID_INPUT', message, { cause: error });
  }
  if (besides !== null) {
    const message = `A form holds one file and nothing else: ${besides} would not be heeded.`;
    throw platformErrors.error('INVALID_INPUT', message, { path: [besides] });
  }
  if (file === null) {
    throw platformErrors.error('FILE_EMPTY', 'There is no file in this.', { path: ['file'] });
  }
  return file;
}
