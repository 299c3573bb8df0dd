/** How a letter begins. */
export const greeting = (name: string | null): string[] =>
  name === null ? [] : [`Dear ${name},`, ''];

/** Minutes are told as everywhere: letters know no reader's time zone. */
export const minuteOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} (UTC)`;
