/** A movement as a bank's file tells it, whatever its format has a place for. */
export interface ToldMovement {
  /** Signed, in cents. */
  readonly amountMinor: bigint;
  readonly day: string;
  /** The bank's words: what kind of movement it is. */
  readonly words: string;
  /** What the payer wrote. */
  readonly memo: string;
  readonly account: string;
  /** The bank's code of what came back, and behind a stroke why, where the format has that. */
  readonly code?: string;
  readonly endToEndId?: string;
  /** What the bank kept inside the amount, positive. */
  readonly feeMinor?: bigint;
}

/** `-1234.50` with the decimal sign that is wanted. */
function decimal(minor: bigint, sign: '.' | ','): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}${sign}${digits.slice(-2)}`;
}
const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
const bytes = (lines: readonly string[], end = '\n'): Uint8Array =>
  Buffer.from([...lines, ''].join(end));
/** `2026-01-15` as `150126`, or in another order. */
const short = (day: string, order: readonly [number, number, number]): string =>
  order.map((at) => (day.split('-')[at] ?? '').slice(-2)).join('');

/** As German savings banks export it, with their columns for direct debits that came back. */
export function csvExport(ours: string, told: readonly ToldMovement[]): Uint8Array {
  const rows = told.map((one) => {
    const day = short(one.day, [2, 1, 0]).replaceAll(/(..)(..)(..)/g, '$1.$2.$3');
    const fee = one.feeMinor ?? null;
    const first = fee === null ? '' : decimal(size(one.amountMinor) - fee, ',');
    const returned = [first, fee === null ? '' : decimal(fee, ',')];
    const head = [ours, day, day, one.words, one.memo, '', '', one.endToEndId ?? '', ''];
    const side = ['Ada', one.account, 'ABNANL2AXXX'];
    const amount = [decimal(one.amountMinor, ','), 'EUR', 'Umsatz gebucht'];
    return [head, returned, side, amount].flat().map((cell) => `"${cell}"`);
  });
  const head =
    '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";' +
    '"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";' +
    '"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";' +
    '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";' +
    '"Waehrung";"Info"';
  return bytes([head, ...rows.map((cells) => cells.join(';'))]);
}

let names = 0;

export function ofxExport(ours: string, told: readonly ToldMovement[]): Uint8Array {
  const transactions = told.map((one) => {
    names += 1;
    return `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${one.day.replaceAll('-', '')}
<TRNAMT>${decimal(one.amountMinor, '.')}<FITID>F${names}<NAME>${one.words}
<BANKACCTTO><BANKID>1<ACCTID>${one.account}<ACCTTYPE>CHECKING</BANKACCTTO>
<MEMO>${one.memo}</STMTTRN>`;
  });
  return bytes([
    'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nCHARSET:1252\n',
    '<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1',
    `<ACCTID>${ours}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101`,
    `<DTEND>20260131\n${transactions.join('\n')}`,
    '</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>',
  ]);
}

export function qifExport(ours: string, told: readonly ToldMovement[]): Uint8Array {
  const records = told.flatMap((one) => [
    `D${one.day}`,
    `T${decimal(one.amountMinor, '.')}`,
    `P${one.words}`,
    `M${one.memo}`,
    '^',
  ]);
  return bytes(['!Account', `N${ours}`, 'TBank', '^', '!Type:Bank', ...records]);
}

let balance = 1_000_00n;

/** The balance goes on from file to file, as the account's does. */
function moved(told: readonly ToldMovement[]): readonly [opening: bigint, closing: bigint] {
  const opening = balance;
  for (const { amountMinor } of told) balance += amountMinor;
  return [opening, balance];
}

/** With the sub-fields of German banks: `?34` is why a payment came back. */
export function mt940Export(ours: string, told: readonly ToldMovement[]): Uint8Array {
  const [opening, closing] = moved(told);
  const [year] = told.map(({ day }) => short(day, [0, 1, 2]));
  names += 1;
  const movements = told.flatMap((one) => {
    const mark = one.amountMinor < 0n ? 'D' : 'C';
    const amount = decimal(size(one.amountMinor), ',');
    const fee = one.feeMinor === undefined ? '' : `COAM+EUR${decimal(one.feeMinor, ',')} `;
    const eref = one.endToEndId === undefined ? '' : `EREF+${one.endToEndId} `;
    const [code = '166', reason] = one.code?.split('/') ?? [];
    const why = reason === undefined ? '' : `?34${reason}`;
    return [
      `:61:${short(one.day, [0, 1, 2])}${mark}${amount}NMSCNONREF`,
      `:86:${code}?00${one.words}?20${eref}${fee}?21SVWZ+${one.memo}?31${one.account}?32ADA${why}`,
    ];
  });
  return bytes(
    [
      `:20:S${names}`,
      `:25:${ours}`,
      `:28C:${names}/1`,
      `:60F:C${year}EUR${decimal(opening, ',')}`,
      ...movements,
      `:62F:C${year}EUR${decimal(closing, ',')}`,
      '-',
    ],
    '\r\n',
  );
}

/** A record of 128 characters from texts at their places, counted from 1. */
function record(...parts: readonly (readonly [place: number, text: string])[]): string {
  const cells = Array.from({ length: 128 }, () => ' ');
  for (const [place, text] of parts) cells.splice(place - 1, text.length, ...text.split(''));
  return cells.join('').slice(0, 128);
}

/** In movements of 2.1 to 2.3; a fee is told as what a movement's total consists of. */
export function codaExport(ours: string, told: readonly ToldMovement[]): Uint8Array {
  const amount = (minor: bigint): string =>
    `${minor < 0n ? 1 : 0}${(size(minor) * 10n).toString().padStart(15, '0')}`;
  const [opening, closing] = moved(told);
  const account = `${ours.padEnd(34)}EUR`;
  const day = short(told[0]?.day ?? '', [2, 1, 0]);
  const movements = told.flatMap((one, at) => {
    const number = String(at + 1).padStart(4, '0');
    const on = short(one.day, [2, 1, 0]);
    names += 1;
    const movement = (detail: string, minor: bigint, code: string, memo: string) =>
      record(
        [1, `21${number}${detail}`],
        [11, `REF${names}${detail}`],
        [32, amount(minor)],
        [48, on],
        [54, code],
        [62, '0'],
        [63, memo.slice(0, 53)],
        [116, on],
      );
    const [code = '', reason = ''] = (one.code ?? '00150000').split('/');
    const side = [
      record([1, `22${number}0000`], [64, one.endToEndId ?? ''], [114, reason]),
      record([1, `23${number}0000`], [11, one.account], [48, 'ADA']),
      record([1, `31${number}0001`], [41, one.words.slice(0, 73)]),
    ];
    if (one.feeMinor === undefined)
      return [movement('0000', one.amountMinor, code, one.memo), ...side];
    return [
      movement('0000', one.amountMinor, code, ''),
      movement('0001', one.amountMinor + one.feeMinor, code, one.memo),
      ...side.map((part) => part.slice(0, 6) + '0001' + part.slice(10)),
      movement('0002', -one.feeMinor, '00537006', 'COSTS'),
    ];
  });
  return bytes(
    [
      record([1, '00000'], [6, day], [12, '72505'], [61, 'KREDBEBB'], [128, '2']),
      record([1, '11001'], [6, account], [43, amount(opening)], [59, day], [65, 'OURS']),
      ...movements,
      record([1, '8001'], [5, account], [42, amount(closing)], [58, day], [128, '0']),
      record([1, '9'], [17, '000005']),
    ],
    '\r\n',
  );
}
