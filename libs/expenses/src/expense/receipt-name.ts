import { nameForContent } from '@rochdale/platform';
import type { Attachment } from '@rochdale/platform';

/**
 * What a receipt is called to who reads it: as it was typed, or after its place alone. People name
 * files after themselves, so the typed name is for those who know whose claim it is.
 *
 * @param receiptPlace counted from 1; null for whom the typed name is told
 */
export function receiptName(
  { name, mediaType }: Pick<Attachment, 'name' | 'mediaType'>,
  receiptPlace: number | null,
): string {
  return nameForContent(receiptPlace === null ? name : `receipt-${receiptPlace}`, mediaType);
}
