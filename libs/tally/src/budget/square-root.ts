/** The largest integer whose square is not greater. Newton's iteration on integers. */
export function integerSquareRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError('the square root of a negative number');
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const better = (guess + value / guess) >> 1n;
    if (better >= guess) return guess;
    guess = better;
  }
}
