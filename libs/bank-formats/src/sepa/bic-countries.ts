/** Territories whose banks have a BIC of another country than their IBANs. */
const territories: Readonly<Record<string, readonly string[]>> = {
  FI: ['AX'],
  FR: ['GF', 'GP', 'MQ', 'RE', 'PF', 'TF', 'YT', 'NC', 'BL', 'MF', 'PM', 'WF'],
  GB: ['IM', 'JE', 'GG'],
};

/** Countries that a BIC may be of beside an IBAN of the given country. */
export function bicCountriesOf(country: string): readonly string[] {
  return [country, ...(territories[country] ?? [])];
}
