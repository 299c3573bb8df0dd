/** How long a session lives after it was last extended, and how often that happens. */
export const sessionLifetime = { seconds: 7 * 24 * 3600, extendAfterSeconds: 24 * 3600 } as const;
