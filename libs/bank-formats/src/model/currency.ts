/** ISO 4217 codes in use, by the number of decimals of their minor unit. */
const active: Readonly<Record<0 | 2 | 3 | 4, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN ' +
    'BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP ' +
    'GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT ' +
    'LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO ' +
    'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS ' +
    'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD ' +
    'XCG YER ZAR ZMW ZWG ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn codes that old statements still carry. */
const withdrawn: Readonly<Record<0 | 2, string>> = {
  0: 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL',
  2:
    'ATS AZM CSD CSK CYP DDM DEM EEK FIM FRF GHC IEP LTL LVL MRO MTL MXP MZM NLG PLZ ROL RUR ' +
    'SDD SIT SKK SRG STD TMM UAK VEB VEF YUM ZMK ZWD',
};

/** Metals, funds and test codes, for which ISO 4217 states no minor unit ("N.A."). */
const withoutMinorUnit = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX';

const exponents: ReadonlyMap<string, number> = new Map(
  [
    ...Object.entries(active),
    ...Object.entries(withdrawn),
    ['0', withoutMinorUnit] as const,
  ].flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(exponent)]),
  ),
);

/** The exponent assumed for a code that ISO 4217 does not list; readers warn when they use it. */
export const assumedExponent = 2;

/**
 * Decimals of a currency's minor unit (EUR 2, JPY 0, KWD 3, CLF 4), or null for a code that
 * ISO 4217 never listed. Withdrawn codes are known; those without a minor unit count as 0.
 */
export function currencyExponent(code: string): number | null {
  return exponents.get(code) ?? null;
}

/** The decimals to use for a currency that may be unknown or not stated. */
export function exponentOrAssumed(code: string | null): number {
  return (code === null ? undefined : exponents.get(code)) ?? assumedExponent;
}

/** Every currency code known, in no particular order. */
export function knownCurrencies(): readonly string[] {
  return [...exponents.keys()];
}
