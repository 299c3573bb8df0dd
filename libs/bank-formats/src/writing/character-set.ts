import { refuse } from './refuse.js';

/** The characters that a format's text fields may hold. */
export interface CharacterSet {
  readonly name: string;
  /** Matches exactly one permitted character. */
  readonly permitted: RegExp;
}

/** What to do with a character outside the set: write its customary substitute, or refuse. */
export type CharacterPolicy = 'transliterate' | 'refuse';

/** The SEPA Latin set that every bank must take (EPC217-08, "minimum requirements"). */
export const sepaCharacters: CharacterSet = {
  name: 'the SEPA character set',
  permitted: /^[A-Za-z0-9/?:().,'+ -]$/,
};

/** The characters of Australian direct entry files (BECS). */
export const becsCharacters: CharacterSet = {
  name: 'the BECS character set',
  permitted: /^[A-Za-z0-9 ^_[\]',?;:=#/.*()&%!$@+-]$/,
};

function table(...pairs: readonly string[]): ReadonlyMap<string, string> {
  const entries = pairs.flatMap((line) =>
    line.split(' ').map((pair): [string, string] => {
      const [from = '', to = ''] = pair.split('=');
      return [from, to];
    }),
  );
  return new Map(entries);
}

/**
 * Substitutes of letters in the manner of EPC217-08, German umlauts by two letters as German banks
 * write them. Letters not listed lose their accents. Small letters; capitals follow them.
 */
const letters = table(
  'ä=ae ö=oe ü=ue ß=ss æ=ae œ=oe ø=o å=a đ=d ð=d ħ=h ı=i ĳ=ij',
  'ĸ=k ł=l ŀ=l ŋ=n þ=th ŧ=t ẞ=ss',
  'α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m',
  'ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f',
  'χ=ch ψ=ps ω=o',
  'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l',
  'м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h',
  'ц=ts ч=ch ш=sh щ=sht ъ=a ь=y ю=yu я=ya ы=y э=e',
);

/** Substitutes of signs, after EPC217-08: what looks or means nearly the same, else a full stop. */
const signs = new Map([
  ...table(
    '!=. "=. #=. $=. %=. *=. ;=, <=. >=. @=(at) [=( \\=/ ]=) ^=. _=- `=\' {=( |=/ }=) ~=- ¡=. ¢=.',
    '£=. ¤=. ¥=. ¦=. §=. ©=.',
    '«=. »=. ¬=. ®=. ¯=. °=. ±=. µ=. ¶=. ·=. ¿=? ×=. ÷=. €=E …=...',
    "´=' ‘=' ’=' ‚=' ‛=' “=. ”=. „=. –=- —=- ‐=- ‑=- −=- •=. ⁄=/",
  ),
  ['&', '+'],
  ['=', '.'],
  ['\t', ' '],
  ['\n', ' '],
  ['\r', ' '],
  ['\u00a0', ' '],
  ['\u202f', ' '],
  ['\u00ad', ''],
  ['\u200b', ''],
]);

const capital = /^\p{Lu}$/u;

function substituteOf(character: string): string | null {
  const sign = signs.get(character);
  if (sign !== undefined) return sign;
  const small = character.toLowerCase();
  const letter = letters.get(small);
  if (letter === undefined) return null;
  if (!capital.test(character)) return letter;
  return letter.charAt(0).toUpperCase() + letter.slice(1);
}

function writeCharacter(character: string, set: CharacterSet): string | null {
  if (set.permitted.test(character)) return character;
  const direct = substituteOf(character);
  const substitute = direct ?? withoutAccents(character);
  if (substitute === null) return null;
  let written = '';
  for (const part of substitute) {
    const fit = set.permitted.test(part) ? part : substituteOf(part);
    if (fit === null || !Array.from(fit).every((one) => set.permitted.test(one))) return null;
    written += fit;
  }
  return written;
}

function withoutAccents(character: string): string | null {
  const bare = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return bare === '' || bare === character ? null : bare;
}

/**
 * The text in a format's characters: composed, each foreign character replaced by its customary
 * substitute, blanks at both ends off.
 *
 * @throws BankFormatError `field-refused` for a character that has no substitute, or, under the
 * policy `refuse`, for any character outside the set.
 */
export function writeText(
  field: string,
  text: string,
  set: CharacterSet,
  policy: CharacterPolicy,
): string {
  let written = '';
  for (const character of text.normalize('NFC')) {
    const fit =
      policy === 'refuse' ? permittedOrNull(character, set) : writeCharacter(character, set);
    if (fit === null) refuse(field, `${describe(character)} is not in ${set.name}`);
    written += fit;
  }
  return written.trim();
}

function permittedOrNull(character: string, set: CharacterSet): string | null {
  return set.permitted.test(character) ? character : null;
}

function describe(character: string): string {
  const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `'${character}' (${point})` : point;
}
