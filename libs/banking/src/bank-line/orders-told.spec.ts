import { readBankFile } from '@rochdale/bank-formats';
import { describe, expect, it } from 'vitest';
import { camtFile } from '../testing/camt.js';
import { bankLines } from './bank-line.js';
import { ordersTold } from './orders-told.js';

const told = (bytes: Uint8Array) => {
  const [statement] = readBankFile(bytes).statements;
  const { lines } = bankLines(statement?.entries ?? [], 'EUR', null);
  return lines.map(ordersTold);
};
const camt = (...entries: Parameters<typeof camtFile>[0]['entries']) =>
  told(camtFile({ id: 'S-1', iban: 'DE89370400440532013000', entries }));
const mt940 = (information: string) =>
  told(
    Buffer.from(
      [
        ':20:S',
        ':25:DE89370400440532013000',
        ':28C:1/1',
        ':60F:C260105EUR10,00',
        ':61:260105D3,00NMSCNONREF',
        `:86:${information}`,
        ':62F:C260105EUR7,00',
        '-',
        '',
      ].join('\r\n'),
    ),
  );

describe('the orders that a line is of', () => {
  it('are named by a batch, with or without its transactions', () => {
    const batch = { paymentInformationId: 'ORDER-1', messageId: 'MESSAGE-1' };
    expect(camt({ amountMinor: -3n, batch, parts: [] })).toEqual([['MESSAGE-1', 'ORDER-1']]);
    expect(camt({ amountMinor: -3n, batch })).toEqual([['MESSAGE-1', 'ORDER-1']]);
  });

  it('are named by the references of its transaction, or of each in a batch', () => {
    const orderId = 'ORDER-2';
    expect(camt({ amountMinor: -3n, orderId })).toEqual([[orderId]]);
    const parts = [
      { amountMinor: -1n, orderId },
      { amountMinor: -1n, orderId },
    ];
    expect(camt({ amountMinor: -3n, parts })).toEqual([[orderId]]);
    expect(camt({ amountMinor: -2n, parts })).toEqual([[orderId], [orderId]]);
  });

  it('stand in MT940 as the customer’s reference', () => {
    expect(mt940('177?00SAMMLER?20KREF+ORDER-3?21SVWZ+Anzahl 2')).toEqual([['ORDER-3']]);
    expect(mt940('/PREF/ORDER-4/NRTX/2/')).toEqual([['ORDER-4']]);
  });

  it('are none where a bank names none, or a source told it', () => {
    expect(camt({ amountMinor: -3n, endToEndId: 'ORDER-5', text: 'MsgId ORDER-5' })).toEqual([[]]);
    expect(ordersTold({ raw: { source: 'till', externalId: '1', kind: 'payment' } })).toEqual([]);
  });
});
