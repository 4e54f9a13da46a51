const form = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `2026-12-24` is `Thu, Dec 24`. */
export const dateText = (date: string): string => form.format(new Date(`${date}T00:00Z`));
