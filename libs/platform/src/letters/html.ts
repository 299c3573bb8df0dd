const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that can be trusted, because only the template tag makes it. */
export class Html {
  /** Keeps a look-alike object from passing for markup. */
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  static of(parts: readonly string[], values: readonly HtmlValue[]): Html {
    const filled = values.map((value) => Html.#filled(value));
    return new Html(parts.map((part, index) => part + (filled[index] ?? '')).join(''));
  }

  static #filled(value: HtmlValue): string {
    if (value instanceof Html) return value.#markup;
    if (isList(value)) return value.map((one) => Html.#filled(one)).join('');
    return String(value).replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
  }

  toString(): string {
    return this.#markup;
  }
}

type HtmlValue = string | number | bigint | Html | readonly Html[];

const isList = (value: HtmlValue): value is readonly Html[] => Array.isArray(value);

/** `html` before a template: what is filled in is text, whoever wrote it, unless made by `html`. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.of(parts, values);
}
