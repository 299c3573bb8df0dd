/** The remainder by 97 of the number that a text makes when A is 10 and Z is 35 (ISO 7064). */
function mod97(text: string): number {
  let rest = 0;
  for (const letter of text) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/**
 * A German account number with valid check digits, at a bank that does not exist: nobody's money
 * moves when somebody tries it.
 */
export function demoIban(account: number): string {
  const number = `99999999${account.toString().padStart(10, '0')}`;
  const check = 98 - mod97(`${number}DE00`);
  return `DE${check.toString().padStart(2, '0')}${number}`;
}
