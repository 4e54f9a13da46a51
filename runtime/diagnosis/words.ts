/** What the other side wrote, as a quotation: one line, short. */
export const quote = (text: string, most = 80): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return `"${line.length > most ? `${line.slice(0, most - 1)}…` : line}"`;
};

/** `12.4 s` */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
