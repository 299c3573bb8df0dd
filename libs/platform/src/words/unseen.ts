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

/**
 * Belongs where it stands: a joiner behind a letter that may join, a shape of a Han character, and
 * what makes one picture of several or says that it is one.
 */
const needed = new RegExp(
  String.raw`(?<=[${joining.map((script) => String.raw`\p{Script=${script}}`).join('')}]\p{M}*)` +
    String.raw`[\u200c\u200d]|(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|` +
    String.raw`(?<=\p{ExtPict})[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)|` +
    String.raw`(?<=\p{ExtPict}[\ufe0f\p{EMod}]?)\u200d(?=\p{ExtPict})`,
  'gu',
);

const anyUnseen = new RegExp(`[${unseen}]`, 'u');

// Small signs beside letters, which count as letters: those that repeat or lengthen are read.
const passedOver = new RegExp(`[${unseen}]|(?![々〻〱-〵ーｰゝゞヽヾๆໆ])\\p{Lm}`, 'gu');

/**
 * Whether a name or title holds something that nobody sees and that no script needs there, or more
 * than one line.
 */
export const hasUnseen = (name: string): boolean => anyUnseen.test(name.replaceAll(needed, ''));

/**
 * A text without what nobody sees or reads over: signs of direction, fillers, joiners, and the
 * apostrophes and dots that count as letters.
 */
export const withoutUnseen = (text: string): string => text.replaceAll(passedOver, '');

// Tabs and ends of lines are what text is made of.
const turned = /[\u202d\u202e]|(?![\t\n\v\f\r\u0085])\p{Cc}/u;

/**
 * Whether a text of several lines is shown otherwise than it is kept: by signs that turn letters
 * round, or by those that steer a machine. Joiners and marks of direction belong to some scripts.
 */
export const readsOtherwise = (text: string): boolean => turned.test(text);
