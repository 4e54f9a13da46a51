/** Speech at about 150 words a minute. */
const MS_PER_CHARACTER = 65;

/** How long it takes to say a text, where nothing measures it. */
export const speakingMs = (text: string): number => text.length * MS_PER_CHARACTER;
