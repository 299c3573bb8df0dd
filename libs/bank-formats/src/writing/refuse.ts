import { BankFormatError } from '../model/bank-format.errors.js';
import { isoDay } from '../model/dates.js';

/**
 * Ends the writing of an order: the format cannot carry the value of `field`.
 *
 * @param field the path of the value in the order, such as `batches[0].payments[3].creditor.name`.
 */
export function refuse(field: string, message: string): never {
  throw new BankFormatError('field-refused', `${field}: ${message}`, { field });
}

/** A calendar day `YYYY-MM-DD` that exists, from 1900 to 2999, or the order is refused. */
export function requireDay(field: string, day: string): string {
  if (!isDay(day)) refuse(field, `'${day}' is no day of the form YYYY-MM-DD`);
  return day;
}

/** Whether the text is a day that exists, of the form YYYY-MM-DD, from 1900 to 2999. */
export function isDay(text: string): boolean {
  return /^(19|2\d)\d\d-\d\d-\d\d$/.test(text) && isoDay(text) === text;
}
