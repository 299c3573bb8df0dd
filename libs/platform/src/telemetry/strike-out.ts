const struck = '[struck out]';
// Each begins where a run of its letters begins: long words without end cost one look.
const address =
  /(?<![\p{L}\p{N}.!#$%&*+=?^_{|}~-])[\p{L}\p{N}.!#$%&*+=?^_{|}~-]+@[\p{L}\p{N}][\p{L}\p{N}.-]*/gu;
const iban = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/gu;
const credentials = /(?<=:\/\/)[^\s/@]+@/g;
/** JSON.parse and the data exceptions of Postgres (class 22) repeat what they could not read. */
const quoted = /"[^]*"|'[^]*'/g;

/**
 * The text without what tells of a person, however it came into it: addresses of mail, IBANs, and
 * who signs in within a URL. Names are not to be told from words: whoever raises an error of their
 * own puts none in.
 */
export function strikeOut(text: string): string {
  return text.replace(credentials, `${struck}@`).replace(iban, struck).replace(address, struck);
}

/** The words of an error, without what it repeats of what it was given. */
export function wordsOf(error: Error): string {
  const { code } = error as Error & { readonly code?: unknown };
  const repeats =
    error instanceof SyntaxError || (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code));
  return strikeOut(repeats ? error.message.replace(quoted, `"${struck}"`) : error.message);
}

/** Where an error came from: its words once more, and the lines of the stack. */
export function stackOf(error: Error): string | undefined {
  const { stack, message } = error;
  if (stack === undefined) return undefined;
  return strikeOut(stack.replace(message, () => wordsOf(error)));
}
