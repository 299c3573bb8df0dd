/** What a font draws nothing for: joiners, marks of direction, fillers. */
const undrawn = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;

/**
 * What is left of a line of text for an eye: two that come to the same here look the same to
 * whoever chooses between them. Capitals, spaces, compatible forms and what is not drawn make no
 * difference. Letters of other alphabets that look alike do: some names are written in both.
 */
export const asSeen = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\p{Z}\s]+/gu, ' ')
    .replaceAll(undrawn, '')
    .normalize('NFKC')
    .trim()
    .replaceAll(/ +/g, ' ')
    .toLowerCase();

/** The place of the first that looks like one before it, or like nothing; -1 where each is seen. */
export function notToldApartAt(texts: readonly string[]): number {
  const seen = texts.map(asSeen);
  return seen.findIndex((text, place) => text === '' || seen.indexOf(text) < place);
}
