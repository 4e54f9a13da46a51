const form = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/** A time of day, in minutes since midnight, as the browser's own fields show it: `17:30`, or `5:30 PM`. */
export const clockText = (minutes: number): string =>
  minutes === 24 * 60 && form.resolvedOptions().hour12 !== true ? '24:00' : form.format(minutes * 60_000);
