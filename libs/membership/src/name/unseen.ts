/** Scripts whose letters join, or are kept from it, by a sign that nobody sees. */
const joining = [
  'Arabic',
  'Bengali',
  'Devanagari',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Khmer',
  'Malayalam',
  'Mongolian',
  'Myanmar',
  'Nko',
  'Oriya',
  'Sinhala',
  'Syriac',
  'Tamil',
  'Telugu',
  'Tibetan',
];

// Fillers count as letters, marks of direction turn round what one reads, and what is for private
// use looks different, or like nothing, on each machine.
const unseen =
  String.raw`\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}` +
  String.raw`\p{Cs}\p{Zl}\p{Zp}\u2800`;

/** Belongs where it stands: a joiner behind a letter that may join, a shape of a Han character. */
const needed = new RegExp(
  String.raw`(?<=[${joining.map((script) => String.raw`\p{Script=${script}}`).join('')}]\p{M}*)` +
    String.raw`[\u200c\u200d]|(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
  'gu',
);

const anyUnseen = new RegExp(`[${unseen}]`, 'u');

// Small signs beside letters, which count as letters: those that repeat or lengthen are read.
const passedOver = new RegExp(`[${unseen}]|(?![々〻〱-〵ーｰゝゞヽヾๆໆ])\\p{Lm}`, 'gu');

/** Whether there is something in a name that nobody sees, and that no script needs there. */
export const hasUnseen = (name: string): boolean => anyUnseen.test(name.replaceAll(needed, ''));

/**
 * A text without what nobody sees or reads over: signs of direction, fillers, joiners, and the
 * apostrophes and dots that count as letters.
 */
export const withoutUnseen = (text: string): string => text.replaceAll(passedOver, '');
