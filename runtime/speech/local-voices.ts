import { SpeechError } from './speech-error.ts';

/** A voice that needs no network, as forms and checks list it. `language` is the base language it speaks. */
export type LocalVoice = {
  readonly id: `local:${string}`;
  readonly language: 'en';
  readonly gender: 'female' | 'male';
  readonly title: string;
};

/** The voices of flite 2.2, the default first. */
export const localVoices: readonly LocalVoice[] = [
  { id: 'local:rms', language: 'en', gender: 'male', title: 'Rms, US English' },
  { id: 'local:slt', language: 'en', gender: 'female', title: 'Slt, US English' },
  { id: 'local:kal16', language: 'en', gender: 'male', title: 'Kal, US English, robotic and fast' },
  { id: 'local:awb', language: 'en', gender: 'male', title: 'Awb, Scottish English' },
];

const baseOf = (language: string) => language.toLowerCase().split('-')[0];

/** Whether some local voice speaks the language (BCP 47; only its base counts). */
export const speaksLocally = (language: string): boolean =>
  localVoices.some((voice) => voice.language === baseOf(language));

/**
 * The local voice of that id, checked against the language of the text.
 * @throws SpeechError `unknown-voice` or `no-voice-for-language`.
 */
export function localVoice(id: string, language: string): LocalVoice {
  const voice = localVoices.find((candidate) => candidate.id === id);
  if (!voice) {
    const known = localVoices.map((candidate) => candidate.id).join(', ');
    throw new SpeechError('unknown-voice', `There is no local voice "${id}".`, `Choose one of ${known}.`);
  }
  if (voice.language !== baseOf(language)) {
    throw new SpeechError(
      'no-voice-for-language',
      `The voice ${id} speaks ${voice.language}, not ${language}.`,
      'Record the prompt and use the recording, or connect a voice that speaks this language.',
    );
  }
  return voice;
}
