/** What Postgres can't keep in text or jsonb: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;
/** JSON text in which one of them may be hidden. Quick, and wrong only on the safe side. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

export const isStorable = (text: string): boolean => text.search(UNSTORABLE) < 0;

export const suspectJson = (json: string): boolean => SUSPECT.test(json);

/** JSON text of a value, with every character that Postgres refuses replaced by U+FFFD. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!suspectJson(json)) return json;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return part.replace(UNSTORABLE, '\uFFFD');
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key.replace(UNSTORABLE, '\uFFFD'), one]));
  });
}
