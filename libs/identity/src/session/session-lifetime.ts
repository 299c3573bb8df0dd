/** How long a session lives after it was last extended, and how often that happens. */
export const sessionLifetime = { seconds: 7 * 24 * 3600, extendAfterSeconds: 24 * 3600 } as const;

/**
 * How old a session may be by which somebody takes everything away, leaves, is erased, or adds
 * another way in, by which they would have a new one.
 */
export const newForMinutes = 15;
