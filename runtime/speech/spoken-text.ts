import { SpeechError } from './speech-error.ts';

/** The most a prompt may hold: about four minutes of speech. */
const MOST_CHARACTERS = 4_000;

const money: Readonly<Record<string, string>> = { '£': 'pounds', '€': 'euros' };
const plain: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚]/g, "'"],
  [/[“”„«»]/g, '"'],
  [/[–—]/g, ', '],
  [/…/g, '. '],
];

/**
 * Text as an English voice can take it: hostile or typographic characters become plain ones or go away.
 * Nothing in it is markup: the voice reads text, never SSML.
 * @throws SpeechError `text-too-long` or `nothing-to-say`.
 */
export function spokenText(text: string): string {
  if (text.length > MOST_CHARACTERS) {
    const message = `The text has ${text.length} characters; a voice takes at most ${MOST_CHARACTERS}.`;
    throw new SpeechError('text-too-long', message, 'Split it into several prompts, or shorten it.');
  }
  let spoken = text;
  for (const [pattern, replacement] of plain) spoken = spoken.replace(pattern, replacement);
  spoken = spoken
    .replace(/([£€])\s?(\d+(?:[.,]\d+)*)/g, (_, sign: string, amount: string) => `${amount} ${money[sign] ?? ''}`)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\x20-\x7e]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/[A-Za-z0-9]/.test(spoken)) {
    throw new SpeechError('nothing-to-say', 'The text holds nothing this voice can say.', 'Write words or numbers.');
  }
  return spoken;
}
