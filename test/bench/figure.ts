/** One figure of the bench. `ratio` is value by baseline; without a baseline both are null. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
  readonly ratio: number | null;
}

export function figure(
  name: string,
  unit: string,
  value: number,
  baseline: number | null = null,
): BenchFigure {
  return {
    name,
    value: Math.round(value),
    unit,
    baseline: baseline === null ? null : Math.round(baseline),
    ratio: baseline === null ? null : Math.round((value / baseline) * 100) / 100,
  };
}

/** A figure that is small: to the hundredth. */
export function exactFigure(
  name: string,
  unit: string,
  value: number,
  baseline: number | null = null,
): BenchFigure {
  const hundredth = (exact: number): number => Math.round(exact * 100) / 100;
  const ratio = baseline === null ? null : hundredth(value / baseline);
  const beside = baseline === null ? null : hundredth(baseline);
  return { name, unit, value: hundredth(value), baseline: beside, ratio };
}
