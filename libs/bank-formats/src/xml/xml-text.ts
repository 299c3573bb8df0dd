const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /[\ud800-\udfff]/u;

/** Place of the first character that XML 1.0 does not allow, half a surrogate pair included; -1. */
export function forbiddenAt(text: string): number {
  const at = text.search(control);
  // Few files have surrogates at all, and looking for lone ones takes ten times as long.
  const lone = surrogate.test(text) ? text.search(loneSurrogate) : -1;
  if (at < 0 || lone < 0) return Math.max(at, lone);
  return Math.min(at, lone);
}

/** Whether a text is white space by the rules of XML, or empty. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A reference, or an ampersand that begins none. */
const reference = /&(?:(amp|lt|gt|quot|apos);|#(\d{1,9});|#x([0-9a-fA-F]{1,8});)?/g;

function characterOf(code: number): string | null {
  if (code === 9 || code === 10 || code === 13) return String.fromCodePoint(code);
  const allowed = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return allowed && code !== 0xfffe && code !== 0xffff ? String.fromCodePoint(code) : null;
}

/** The text with the five entities and character references of XML resolved; null for others. */
export function resolved(text: string): string | null {
  let whole = true;
  const written = text.replace(
    reference,
    (all, name?: string, decimal?: string, hexadecimal?: string) => {
      if (name !== undefined) return entities[name] ?? all;
      const digits = decimal ?? hexadecimal;
      const code = digits === undefined ? -1 : Number.parseInt(digits, decimal ? 10 : 16);
      const character = characterOf(code);
      whole &&= character !== null;
      return character ?? all;
    },
  );
  return whole ? written : null;
}
