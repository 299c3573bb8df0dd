const separators = [',', ';', '\t', '|'] as const;

/** A field that cannot be read, and where in its line. */
export interface BadField {
  readonly problem: string;
  /** From 1. */
  readonly column: number;
}

/** True if a line ends within quotes, so that the record goes on in the next. */
export function isOpen(line: string, separator: string): boolean {
  let at = 0;
  while (at < line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(separator, at);
      if (end < 0) return false;
      at = end + 1;
      continue;
    }
    const close = closingQuote(line, at + 1);
    if (close < 0) return true;
    const next = line.indexOf(separator, close + 1);
    if (next < 0) return false;
    at = next + 1;
  }
  return false;
}

/** The fields of a record; a quoted field may hold separators, line ends and doubled quotes. */
export function fieldsOf(line: string, separator: string): string[] | BadField {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let next: number;
    if (line[at] === '"') {
      const close = closingQuote(line, at + 1);
      if (close < 0) return { problem: 'a quoted field without its end', column: at + 1 };
      fields.push(line.slice(at + 1, close).replaceAll('""', '"'));
      next = close + 1;
      if (next < line.length && line[next] !== separator) {
        return { problem: 'something after a quoted field', column: next + 1 };
      }
    } else {
      const end = line.indexOf(separator, at);
      next = end < 0 ? line.length : end;
      fields.push(line.slice(at, next));
    }
    if (next >= line.length) return fields;
    at = next + 1;
    if (at === line.length) return [...fields, ''];
  }
}

/**
 * What separates the fields of a table: what cuts the head line and the first row into equally
 * many fields, and most of them; else what cuts the head line into most.
 */
export function separatorOf(head: string, row: string | null): string {
  const width = (line: string, separator: string): number => {
    const fields = fieldsOf(line, separator);
    return Array.isArray(fields) ? fields.length : 0;
  };
  const widest = (of: readonly string[]): string | undefined =>
    of.toSorted((a, b) => width(head, b) - width(head, a))[0];
  const agreeing = separators.filter(
    (one) => row !== null && width(head, one) > 1 && width(head, one) === width(row, one),
  );
  return widest(agreeing) ?? widest(separators) ?? ',';
}

function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}
