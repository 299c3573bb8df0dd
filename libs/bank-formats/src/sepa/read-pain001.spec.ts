import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { BankFormatError } from '../model/bank-format.errors.js';
import { anyOrder, sampleOrder } from '../testing/credit-transfer-orders.js';
import { parseXmlTree, writeXmlTree } from '../xml/xml-tree.js';
import type { XmlNode } from '../xml/xml-tree.js';
import { pain001Versions } from './credit-transfer-order.js';
import type { CreditTransferOrder, Pain001Version } from './credit-transfer-order.js';
import { readPain001 } from './read-pain001.js';
import { writePain001 } from './write-pain001.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const sample = new TextDecoder().decode(writePain001(sampleOrder, { version: 'pain.001.001.09' }));

/** Codes of what is wrong with the sample after a change of its text. */
function codesAfter(from: string | RegExp, to: string): string[] {
  const text = sample.replace(from, to);
  expect(text).not.toBe(sample);
  return readPain001(encode(text))
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
}

function writtenOrNull(order: CreditTransferOrder, version: Pain001Version): Uint8Array | null {
  try {
    return writePain001(order, { version });
  } catch (error) {
    if (error instanceof BankFormatError) return null;
    throw error;
  }
}

describe('pain.001 reader', () => {
  it('reads what is written, field by field', () => {
    const file = readPain001(encode(sample));
    expect(file).toMatchObject({
      version: 'pain.001.001.09',
      messageId: 'WEAVERS-2026-11-21-1',
      createdAt: '2026-11-21T09:30:00Z',
      statedCount: '3',
      statedSum: '1000001234.56',
      findings: [],
    });
    expect(file.batches[0]).toMatchObject({
      id: 'WEAVERS-1-A',
      executionDate: '2026-11-23',
      debtor: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
    });
    expect(file.batches[0]?.transfers[0]).toMatchObject({
      endToEndId: 'EXP-1',
      instructionId: 'INSTR-1',
      amountMinor: 123_456n,
      currency: 'EUR',
      purpose: 'GDDS',
      creditor: {
        name: 'Zoe + Son',
        iban: 'DK5000400440116243',
        address: [
          ['PstCd', '1000'],
          ['TwnNm', 'Kobenhavn'],
          ['Ctry', 'DK'],
        ],
      },
      remittance: { free: ['Invoice 17, thank you'], references: [] },
    });
    expect(file.batches[0]?.transfers[1]?.remittance.references).toEqual(['RF18539007547034']);
  });

  it.each(pain001Versions)('reads back every amount and identifier written in %s', (version) => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const bytes = writtenOrNull(order, version);
        if (bytes === null) return;
        const file = readPain001(bytes);
        expect(file.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        const read = file.batches.map(({ id, debtor, transfers }) => [
          id,
          debtor.iban,
          transfers.map((one) => [one.endToEndId, one.amountMinor, one.creditor.iban]),
        ]);
        expect(read).toEqual(
          order.batches.map(({ id, debtorIban, payments }) => [
            id,
            debtorIban,
            payments.map((one) => [one.endToEndId, one.amountMinor, one.creditorIban]),
          ]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, string | RegExp, string, string[]]>([
    ['a wrong sum of the message', '1000001234.56', '1000001234.57', ['sum-mismatch']],
    ['a wrong sum of a batch', '<CtrlSum>1234.57', '<CtrlSum>1234.58', ['sum-mismatch']],
    ['a wrong count', '<NbOfTxs>3', '<NbOfTxs>4', ['count-mismatch']],
    ['a count that is none', '<NbOfTxs>3', '<NbOfTxs>three', ['count-unreadable']],
    ['a changed amount', '>0.01<', '>0.02<', ['sum-mismatch', 'sum-mismatch']],
    [
      'an amount of three decimals',
      '>0.01<',
      '>0.010001<',
      ['sum-mismatch', 'sum-mismatch', 'amount', 'amount'],
    ],
    ['an amount with an exponent', '>0.01<', '>1e-2<', ['sum-mismatch', 'sum-mismatch', 'amount']],
    ['a negative amount', '>0.01<', '>-0.01<', ['sum-mismatch', 'sum-mismatch', 'amount']],
    ['another currency under SEPA', 'Ccy="EUR">0.01', 'Ccy="CHF">0.01', ['currency']],
    ['wrong check digits', 'NL91ABNA', 'NL92ABNA', ['iban']],
    ['a BIC that is none', 'COBADEFFXXX', 'COBADEFFXX', ['bic']],
    ['a day that does not exist', '2026-11-24', '2026-11-31', ['date']],
    ['a day that is a pattern', '2026-11-24', 'YYYY-MM-DD', ['date']],
    ['a creation time that is none', 'T09:30:00Z', '', ['date']],
    ['two batches of one identifier', 'WEAVERS-1-B', 'WEAVERS-1-A', ['identifier-repeated']],
    ['a missing element', /<EndToEndId>EXP-2<\/EndToEndId>/, '', ['element-missing']],
    ['an empty element', 'EXP-2', '', ['element-empty']],
    [
      'elements in the wrong order',
      /(<Amt>[^]*?<\/Amt>)([^]*?)(<CdtrAcct>)/,
      '$2$1$3',
      ['element-order'],
    ],
    ['an unknown element', /<(\/?)ChrgBr>/g, '<$1Charges>', ['element-unknown', 'element-unknown']],
    [
      'an element twice',
      '<ChrgBr>SLEV</ChrgBr>',
      '<ChrgBr>SLEV</ChrgBr><ChrgBr>SLEV</ChrgBr>',
      ['element-repeated'],
    ],
    ['text between elements', '<PmtId>', 'x<PmtId>', ['stray-text']],
    ['an unknown method', 'TRF', 'TRX', ['method']],
    [
      'no namespace',
      /xmlns="[^"]*" xmlns:xsi="[^"]*" xsi:schemaLocation="[^"]*"/,
      '',
      ['namespace'],
    ],
    ['an identifier too long', 'WEAVERS-1-A', 'W'.repeat(36), ['too-long']],
  ])('finds %s', (_what, from, to, codes) => {
    expect(new Set(codesAfter(from, to))).toEqual(new Set(codes));
  });

  it('warns of an end-to-end identifier that stands twice', () => {
    const file = readPain001(encode(sample.replace('EXP-2', 'EXP-1')));
    expect(file.findings).toMatchObject([{ severity: 'warning', code: 'identifier-repeated' }]);
  });

  it.each([
    ['', 'empty-file'],
    ['<Document><BkToCstmrStmt/></Document>', 'format-unknown'],
    ['<html/>', 'format-unknown'],
    ['{"a": 1}', 'xml-malformed'],
    ['<Document><CstmrCdtTrfInitn>', 'truncated'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml-doctype'],
  ])('refuses «%s»', (text, code) => {
    expect(() => readPain001(encode(text))).toThrow(
      expect.objectContaining({ name: 'BankFormatError', code }),
    );
  });
});

const vectorsUrl = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const vectorsFound = existsSync(fileURLToPath(vectorsUrl));

interface Sample {
  readonly file: string;
  readonly kind: string;
  readonly expected: {
    readonly version?: string;
    readonly xsd_valid?: boolean;
    readonly nb_of_txs?: readonly string[];
    readonly ctrl_sum?: readonly string[];
    readonly cdt_trf?: number;
  };
}

const samples: Sample[] = vectorsFound
  ? JSON.parse(readFileSync(new URL('index.json', vectorsUrl), 'utf8')).files.filter(
      ({ file, expected }: Sample) => file.startsWith('pain/') && expected?.cdt_trf !== undefined,
    )
  : [];

/** What the structure may be said to be wrong with; the rest are rules beyond a schema. */
const structural = /^(element-|stray-text|namespace)/;

/** Drops, doubles or swaps one element of the sample, chosen by a number. */
function mutated(at: number, how: 'drop' | 'double' | 'swap'): string {
  const root = parseXmlTree(sample);
  const places: (readonly [XmlNode, number])[] = [];
  const walk = (node: XmlNode): void =>
    node.children.forEach((child, index) => {
      places.push([node, index]);
      walk(child);
    });
  walk(root);
  const [parent, index] = places[at % places.length] ?? [root, 0];
  const [child] = parent.children.splice(index, 1);
  if (child === undefined) throw new Error('the place holds no element');
  if (how === 'double') parent.children.splice(index, 0, child, child);
  if (how === 'swap') parent.children.splice(Math.max(0, index - 1), 0, child);
  return writeXmlTree(root);
}

/** How many errors the check finds; a document that it cannot read counts as one. */
function errorsIn(bytes: Uint8Array): number {
  try {
    return readPain001(bytes).findings.filter(({ severity }) => severity === 'error').length;
  } catch (error) {
    if (error instanceof BankFormatError) return 1;
    throw error;
  }
}

describe.skipIf(!vectorsFound)('pain.001 samples of ../shared/vectors/bank', () => {
  it('are there', () => {
    expect(samples.length).toBeGreaterThan(5);
  });

  it.each(samples.map((one) => [one.file, one] as const))(
    'reads %s as the index says',
    (_, one) => {
      const file = readPain001(readFileSync(new URL(one.file, vectorsUrl)));
      const { expected } = one;
      const transfers = file.batches.flatMap((batch) => batch.transfers);
      expect(file.version).toBe(expected.version ?? '');
      expect(transfers).toHaveLength(expected.cdt_trf ?? -1);
      const wrong = file.findings.filter(({ severity }) => severity === 'error');
      const broken = wrong.filter(({ code }) => structural.test(code));
      expect(broken).toEqual(expected.xsd_valid === true ? [] : broken);
      expect(wrong.length > 0 || expected.xsd_valid !== false).toBe(true);
    },
  );

  it('finds fault with every dropped, doubled or moved element that the schema refuses', () => {
    const schema = readFileSync(new URL('xsd/pain.001.001.09.xsd', vectorsUrl));
    const validator = XsdValidator.fromDoc(XmlDocument.fromBuffer(schema));
    const schemaRefuses = (bytes: Uint8Array): boolean => {
      const document = XmlDocument.fromBuffer(bytes);
      try {
        validator.validate(document);
        return false;
      } catch {
        return true;
      } finally {
        document.dispose();
      }
    };
    const changes = (['drop', 'double', 'swap'] as const).flatMap((how) =>
      Array.from({ length: 140 }, (_, at) => ({ how, at, bytes: encode(mutated(at, how)) })),
    );
    const refused = changes.filter(({ bytes }) => schemaRefuses(bytes));
    const missed = refused.filter(({ bytes }) => errorsIn(bytes) === 0);
    expect(missed.map(({ how, at }) => `${how} ${at}`)).toEqual([]);
    expect(refused.length).toBeGreaterThan(100);
  });
});
