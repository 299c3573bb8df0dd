import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { XmlReader } from './xml-reader.js';

/** What a reader said, its pieces of text joined; null when it refused the file. */
type Said = readonly string[] | null;

function join(events: readonly string[]): string[] {
  const joined: string[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.startsWith('text ') && last?.startsWith('text ') === true) {
      joined[joined.length - 1] = last + event.slice(5);
    } else joined.push(event);
  }
  return joined;
}

const opened = (name: string, attributes: Readonly<Record<string, string>>, line: number): string =>
  `open ${name} ${JSON.stringify(Object.entries(attributes))} in line ${line}`;

function ours(text: string, pieceChars: number): Said {
  const events: string[] = [];
  const reader = new XmlReader({
    open: (name, attributes, line) => events.push(opened(name, attributes, line)),
    text: (piece) => events.push(`text ${piece}`),
    close: (name) => events.push(`close ${name}`),
  });
  try {
    for (let at = 0; at < text.length; at += pieceChars) {
      reader.write(text.slice(at, at + pieceChars));
    }
    reader.end();
    return join(events);
  } catch (error) {
    if (error instanceof BankFormatError) return null;
    throw error;
  }
}

/** The same questions to a parser of all of XML; document types are refused as we refuse them. */
function theirs(text: string): Said {
  const events: string[] = [];
  const parser = new SaxesParser({ position: true, xmlns: false });
  let depth = 0;
  let broken = false;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', (tag) => {
    depth += 1;
    events.push(opened(local(tag.name), tag.attributes, parser.line));
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    events.push(`close ${local(tag.name)}`);
  });
  parser.on('text', (piece) => {
    if (depth > 0 && piece !== '') events.push(`text ${piece}`);
  });
  parser.on('cdata', (piece) => events.push(`text ${piece}`));
  parser.on('doctype', () => (broken = true));
  parser.on('error', () => (broken = true));
  parser.write(text.trimStart()).close();
  return broken ? null : join(events);
}

const name = fc.constantFrom('Ntry', 'a', 'ns2:Amt', 'Stra\u00dfe', '_x-1.y', 'b\ud800\udc00');
const words = fc
  .array(
    fc.constantFrom(
      'x',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '\t',
      '&amp;',
      '&#65;',
      '&#x1F600;',
      '\u{1f600}',
      'é',
      '>',
      ']]',
      '"',
      "'",
      '--',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const attribute = fc
  .tuple(fc.constantFrom(' ', '\n', '  '), name, fc.constantFrom('=', ' = '), words)
  .map(([blank, key, equals, value]) => `${blank}${key}${equals}"${value.replaceAll('"', '')}"`);
const aside = fc.constantFrom('<!-- a < b -->', '<?go on?>', '<![CDATA[a & b]]>');

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.uniqueArray(attribute, { maxLength: 2, selector: (text) => text.trim().split(/[ =]/)[0] }),
      fc.array(fc.oneof({ maxDepth: 4 }, words, aside, tie('element')), { maxLength: 4 }),
      fc.boolean(),
    )
    .map(([tag, attributes, content, blank]) => {
      const inner = content.join('');
      const start = `<${tag}${attributes.join('')}`;
      return inner === '' && blank
        ? `${start} />`
        : `${start}>${inner}</${tag}${blank ? ' ' : ''}>`;
    }),
}));

const document = fc
  .tuple(fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', '\n<!-- x -->'), element)
  .map(([head, root]) => `${head}${root}\n`);

const splinter = fc.constantFrom(
  ...'< > & / " = : ]]> <!-- --> <? ?> <![CDATA[ </a> <a> &x; &#0; <?xml?>'.split(' '),
  '<!DOCTYPE a>',
  '\0',
  '\ufffe',
  '\ufeff',
  ' ',
);

describe('the XML reader says what a parser of all of XML says', () => {
  it('of well-formed documents, in whatever pieces they come', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 40 }), (text, pieceChars) => {
        expect(ours(text, pieceChars)).toEqual(theirs(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('of documents with splinters in them: it refuses what the parser refuses', () => {
    fc.assert(
      fc.property(
        document,
        fc.array(fc.tuple(fc.nat(), splinter), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        (text, splinters, pieceChars) => {
          let broken = text;
          for (const [nth, piece] of splinters) {
            const at = nth % (broken.length + 1);
            broken = broken.slice(0, at) + piece + broken.slice(at);
          }
          expect(ours(broken, pieceChars)).toEqual(theirs(broken));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('half a surrogate pair', () => {
  it.each(['<a>\ud800</a>', '<a b="\udc00"/>', '<a>x\ud83d'])('in %j is refused', (text) => {
    expect(ours(text, 3)).toBeNull();
  });
});

describe('the place of a fault', () => {
  it.each([
    ['<a>\n<b>\n</a>', 3, 1],
    ['<a>\r\n\r\n  <b c=1/></a>', 3, 3],
    ['<a>\u{1f600}\u{1f600}&no;</a>', 1, 10],
  ])('%j is in line %i, column %i', (text, line, column) => {
    const reader = new XmlReader({ open: () => {}, text: () => {}, close: () => {} });
    expect(() => reader.write(text)).toThrow(expect.objectContaining({ line, column }));
  });
});
