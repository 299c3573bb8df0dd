export const meterAggregations = ['sum', 'count', 'max', 'last', 'unique'] as const;

/** How the events of a meter add up to the quantity of a period. */
export type MeterAggregation = (typeof meterAggregations)[number];
