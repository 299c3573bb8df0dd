import { BankFormatError } from '../model/bank-format.errors.js';
import type { CsvProfile } from './profiles/csv-profile.js';
import { anz, bankAustralia, commBank, ingAustralia } from './profiles/australia.js';
import {
  gls,
  ingGermany,
  ingNetherlands,
  n26,
  n26Legacy,
  starling,
  triodos,
} from './profiles/europe.js';
import {
  paypal,
  revolut,
  revolutBusiness,
  stripeBalance,
  stripeHistory,
  wise,
} from './profiles/processors.js';

/** The profiles that this library ships. */
export const csvProfiles: readonly CsvProfile[] = [
  anz,
  commBank,
  bankAustralia,
  ingAustralia,
  ingNetherlands,
  ingGermany,
  n26,
  n26Legacy,
  wise,
  revolut,
  revolutBusiness,
  starling,
  triodos,
  gls,
  stripeBalance,
  stripeHistory,
  paypal,
];

/**
 * The shipped profile of that name.
 *
 * @throws BankFormatError `csv-profile-unknown`, naming those that there are.
 */
export function csvProfile(name: string): CsvProfile {
  const found = csvProfiles.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const names = csvProfiles.map((profile) => profile.name).join(', ');
  throw new BankFormatError('csv-profile-unknown', `no CSV profile '${name}'; there are ${names}`);
}
