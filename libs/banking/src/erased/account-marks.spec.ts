import { describe, expect, it } from 'vitest';
import { plainAccount, waysToWrite } from './account-marks.js';

describe('the ways in which files write an account', () => {
  it.each([
    ['an Australian one', '062-000 12345678', '06200012345678'],
    ['a British one', '60-16-13 31926819', '60161331926819'],
    ['a German one', '37040044/0532013000', '370400440532013000'],
    ['an Austrian one', '19043/234573201', '19043234573201'],
    ['a Swiss one', '762/011623852957', '762011623852957'],
    ['a Swiss one with its zeros', '00762 011623852957', '00762011623852957'],
    ['a Dutch one', '41.71.64.300', '417164300'],
    ['a Polish one', '61 1090 1014 0000 0712 1981 2874', '61109010140000071219812874'],
    ['an IBAN', 'NL91 ABNA 0417 1643 00', 'NL91ABNA0417164300'],
  ])('%s is found as it is printed, and in one', (_what, printed, plain) => {
    expect(plainAccount(printed)).toBe(plain);
    expect(waysToWrite([plain])).toContain(printed);
    expect(waysToWrite([printed])).toContain(plain);
  });

  it('are few', () => {
    for (const account of ['06200012345678', '61109010140000071219812874', 'AB12']) {
      expect(waysToWrite([account]).length).toBeLessThan(32);
    }
  });

  it('are none of nothing', () => {
    expect(waysToWrite([' - '])).toEqual([' - ']);
    expect(plainAccount(' - ')).toBeNull();
  });
});
