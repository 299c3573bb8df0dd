/**
 * An exact decimal number: `unscaled / 10^scale`. Amounts live in this form between the text of a
 * file and minor units; no amount is ever a floating-point number.
 */
export interface Decimal {
  readonly unscaled: bigint;
  /** Digits after the decimal sign, never negative. */
  readonly scale: number;
}

/** An amount in minor units, and its exact value where the currency's decimals cannot hold it. */
export interface MinorAmount {
  /** Signed. Digits below the minor unit are left off here, never rounded. */
  readonly amountMinor: bigint;
  /** The whole amount as decimal text with a point, when digits other than 0 were left off. */
  readonly exactAmount: string | null;
}

/** No bank states an amount of more digits; longer text is an attack on the arithmetic. */
const maxDigits = 60;

const powersOfTen: readonly bigint[] = Array.from(
  { length: 70 },
  (_, power) => 10n ** BigInt(power),
);

function powerOfTen(power: number): bigint {
  return powersOfTen[power] ?? 10n ** BigInt(power);
}

const pointCode = 46;
const commaCode = 44;

/** Place of the decimal sign in `12.50` and `12,50`, as nearly all amounts are. Else -1. */
function pointIn(text: string): number {
  let point = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === pointCode || code === commaCode) && point < 0) point = at;
    else if (!(code >= 48 && code <= 57)) return -1;
  }
  return text.length > maxDigits ? -1 : point;
}

const plainDecimal = /^([+-]?)(\d*)(?:[.,](\d*))?$/;

/**
 * Reads plain decimal text: an optional sign, digits, and at most one decimal sign (a point or a
 * comma: `12.5`, `12,5`, `12,`, `,5`). No grouping, no exponent, no letters: null for those.
 */
export function parseDecimal(text: string): Decimal | null {
  const point = pointIn(text);
  if (point > 0) {
    const digits = text.slice(0, point) + text.slice(point + 1);
    return { unscaled: BigInt(digits), scale: text.length - point - 1 };
  }
  const match = plainDecimal.exec(text);
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  const digits = whole + fraction;
  if (digits === '' || digits.length > maxDigits) return null;
  const magnitude = BigInt(digits);
  return { unscaled: match[1] === '-' ? -magnitude : magnitude, scale: fraction.length };
}

/**
 * Reads decimal text as careless programs write it: blanks, apostrophes and underscores between
 * digits, points or commas as grouping. Of two kinds of separator the last is the decimal sign; one
 * that repeats is grouping. Null when it is no number, or when it could be two different ones.
 */
export function parseLooseDecimal(text: string): Decimal | null {
  const bare = text.trim().replace(/(?<=\d)[\s\u00a0\u202f'\u2019_](?=\d)/g, '');
  const plain = parseDecimal(bare);
  if (plain !== null) return plain;
  if (!/^[+-]?[\d.,]+$/.test(bare) || bare.length > 2 * maxDigits) return null;
  const lastPoint = bare.lastIndexOf('.');
  const lastComma = bare.lastIndexOf(',');
  const sign = lastPoint > lastComma ? '.' : ',';
  const grouping = sign === '.' ? ',' : '.';
  const parts = bare.split(sign);
  const repeated = parts.length > 2;
  if (repeated) return bare.includes(grouping) ? null : parseDecimal(ungrouped(parts));
  return parseDecimal(`${ungrouped((parts[0] ?? '').split(grouping))}.${parts[1] ?? ''}`);
}

/** Digits without their grouping, or a text that is no number when a group is not of three. */
function ungrouped(groups: readonly string[]): string {
  const wellFormed = groups.slice(1).every((group) => group.length === 3);
  return wellFormed && groups[0] !== '' ? groups.join('') : 'x';
}

/** The same number with the other sign. */
export function negate(decimal: Decimal): Decimal {
  return { unscaled: -decimal.unscaled, scale: decimal.scale };
}

/** The exact sum of two decimals. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { unscaled: a.unscaled + b.unscaled, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return {
    unscaled: a.unscaled * powerOfTen(scale - a.scale) + b.unscaled * powerOfTen(scale - b.scale),
    scale,
  };
}

/** Whether two decimals are the same number, whatever their scales (1.5 and 1.50 are). */
export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return addDecimals(a, negate(b)).unscaled === 0n;
}

/** The decimal as text with a point, without superfluous zeros after it (`-1778.3952`, `12`). */
export function decimalText(decimal: Decimal): string {
  const text = formatMinor(decimal.unscaled, decimal.scale);
  return decimal.scale === 0 ? text : text.replace(/\.?0+$/, '');
}

/**
 * An exact decimal in a currency's minor units. Zeros below the minor unit are no loss (`8.85000`
 * EUR is 885); other digits there are left off `amountMinor` and kept whole in `exactAmount`.
 */
export function toMinor(decimal: Decimal, exponent: number): MinorAmount {
  const { unscaled, scale } = decimal;
  if (scale <= exponent) {
    return { amountMinor: unscaled * powerOfTen(exponent - scale), exactAmount: null };
  }
  const step = powerOfTen(scale - exponent);
  const exact = unscaled % step === 0n;
  return { amountMinor: unscaled / step, exactAmount: exact ? null : decimalText(decimal) };
}

/** The decimal that minor units stand for, or the exact one where there is one. */
export function minorToDecimal(amount: MinorAmount, exponent: number): Decimal {
  const exact = amount.exactAmount === null ? null : parseDecimal(amount.exactAmount);
  return exact ?? { unscaled: amount.amountMinor, scale: exponent };
}

/** Minor units as decimal text with a point and all decimals: (1234n, 2) is `12.34`. */
export function formatMinor(amountMinor: bigint, exponent: number): string {
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString();
  if (exponent === 0) return sign + digits;
  const padded = digits.padStart(exponent + 1, '0');
  return `${sign}${padded.slice(0, -exponent)}.${padded.slice(-exponent)}`;
}
