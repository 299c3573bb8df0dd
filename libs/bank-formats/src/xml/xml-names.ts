/** A name as the file writes it, and without its namespace prefix: `ns2:Ntry` is `Ntry`. */
export interface XmlName {
  readonly written: string;
  readonly local: string;
}

const places = 1024;

/** 1 for a character that may begin an ASCII name, 2 for one that may only continue it. */
const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_:]/.test(character)) return 1;
  return /[0-9.-]/.test(character) ? 2 : 0;
});

const otherStarts =
  '\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}' +
  '\\u{200c}\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}' +
  '\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}\\u{10000}-\\u{effff}';

/** A name of XML 1.0, fifth edition, as the source of a regular expression with the flag `u`. */
export const namePattern =
  `[:A-Z_a-z${otherStarts}]` +
  `[:A-Z_a-z${otherStarts}\\-.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}\\u{2040}]*`;

const anyName = new RegExp(namePattern, 'uy');

/** A name without its namespace prefix. */
export function localName(name: string): string {
  const at = name.indexOf(':');
  return at < 0 ? name : name.slice(at + 1);
}

/**
 * The names of a file. A bank's file has some sixty of them a million times over, so each is made
 * once: reading one again costs no new text, and equal names are the same object.
 */
export class XmlNames {
  readonly #known: (XmlName | undefined)[] = Array.from({ length: places });
  /** Where the name that was read last ends. */
  end = 0;

  /**
   * Reads the name that begins at a place, and sets `end`. Null when none begins there; a name at
   * the very end of the text may go on in the next piece.
   */
  read(text: string, from: number): XmlName | null {
    let at = from;
    let hash = 0;
    let code = text.charCodeAt(at);
    if (code < 128 && ascii[code] !== 1) return null;
    while (code < 128 && ascii[code] !== 0) {
      hash = (Math.imul(hash, 31) + code) | 0;
      at += 1;
      code = text.charCodeAt(at);
    }
    if (code >= 128) return this.#readAny(text, from);
    this.end = at;
    const place = (hash ^ (hash >>> 10)) & (places - 1);
    const known = this.#known[place];
    if (known !== undefined && known.written.length === at - from) {
      if (text.startsWith(known.written, from)) return known;
    }
    const name = nameOf(text.slice(from, at));
    this.#known[place] = name;
    return name;
  }

  #readAny(text: string, from: number): XmlName | null {
    anyName.lastIndex = from;
    const written = anyName.exec(text)?.[0];
    if (written === undefined) return null;
    this.end = from + written.length;
    return nameOf(written);
  }
}

function nameOf(written: string): XmlName {
  return { written, local: unique(localName(written)) };
}

/**
 * The same text as the engine keeps it for names of properties and for literals, so that readers
 * that ask for `'Ntry'` compare two references and not two texts.
 */
function unique(name: string): string {
  return Object.keys({ [name]: true })[0] ?? name;
}
