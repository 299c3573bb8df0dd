const struck = '[struck out]';
// Each begins where a run of its letters begins: long words without end cost one look.
const address =
  /(?<![\p{L}\p{N}.!#$%&*+=?^_{|}~-])[\p{L}\p{N}.!#$%&*+=?^_{|}~-]+@[\p{L}\p{N}][\p{L}\p{N}.-]*/gu;
const iban = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/gu;
// In small letters, and in groups of four, whatever sets them apart. An id in hex may look so.
const groups = String.raw`(?:[ .\u00A0/-][A-Z0-9]{4}){2,7}[ .\u00A0/-][A-Z0-9]{1,4}`;
const looseIban = new RegExp(
  String.raw`(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|${groups})(?![\p{L}\p{N}])`,
  'giu',
);
const credentials = /(?<=:\/\/)[^\s/@]+@/g;
/** JSON.parse and the data exceptions of Postgres (class 22) repeat what they could not read. */
const quoted = /"[^]*"|'[^]*'/g;

/**
 * The text without what tells of a person, however it came into it: addresses of mail, IBANs, and
 * who signs in within a URL. Names are not to be told from words: whoever raises an error of their
 * own puts none in.
 */
export function strikeOut(text: string): string {
  return text
    .replace(credentials, `${struck}@`)
    .replace(iban, struck)
    .replace(looseIban, (found) => (isIban(found) ? struck : found))
    .replace(address, struck);
}

/** Many digits; and where it may be an id as well, the check digits of ISO 13616 say which. */
function isIban(found: string): boolean {
  const signs = found.replaceAll(/[^A-Z0-9]/gi, '').toUpperCase();
  if (signs.replaceAll(/\D/g, '').length < 8) return false;
  if (/[^0-9A-F]/.test(signs)) return true;
  const turned = `${signs.slice(4)}${signs.slice(0, 4)}`;
  const number = turned.replaceAll(/[A-F]/g, (sign) => String(sign.charCodeAt(0) - 55));
  return BigInt(number) % 97n === 1n;
}

/** Of what several errors say: where a thousand say the same, a few of the others are told. */
const mostSaid = 3;

/**
 * The words of an error, without what it repeats of what it was given. One that stands for several,
 * as Node's own without a word, says what they say.
 */
export function wordsOf(error: Error): string {
  const own = ownWordsOf(error);
  if (!(error instanceof AggregateError)) return own;
  const within = error.errors.flatMap((one) => (one instanceof Error ? [wordsOf(one)] : []));
  const said = [...new Set(within)].filter((words) => words !== '').slice(0, mostSaid);
  return [own, said.join('; ')].filter((words) => words !== '').join(': ');
}

function ownWordsOf(error: Error): string {
  const { code } = error as Error & { readonly code?: unknown };
  const repeats =
    error instanceof SyntaxError || (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code));
  return strikeOut(repeats ? error.message.replace(quoted, `"${struck}"`) : error.message);
}

/** Where an error came from: its words once more, and the lines of the stack. */
export function stackOf(error: Error): string | undefined {
  const { stack, message } = error;
  if (stack === undefined) return undefined;
  return strikeOut(stack.replace(message, () => ownWordsOf(error)));
}
