import * as z from 'zod';
import { Language, Voice } from '#runtime/flow/prompt';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import type { VoiceInfo } from './ports.ts';
import { bytesOf, sendBytes } from './send-bytes.ts';

const MOST_CHARACTERS = 4_000;
/** Somebody who writes prompts presses play often; a program that fills the disk with speech is stopped. */
const A_MINUTE = 60;

/** Prompts, heard at once: before anything is saved or published. */
export function speechRoutes(app: App, { ports }: ServerContext): void {
  app.get(
    '/api/voices',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The voices that can speak a prompt, and their languages',
        response: {
          200: z.strictObject({
            voices: z.array(z.strictObject({ id: z.string(), title: z.string(), languages: z.array(z.string()) })),
          }),
        },
      },
    },
    async () => ({ voices: ports.voices().map((voice) => ({ ...voice, languages: [...voice.languages] })) }),
  );

  app.post(
    '/api/speech',
    {
      config: { access: 'user', rateLimit: { max: A_MINUTE, timeWindow: 60_000 } },
      bodyLimit: 20_000,
      schema: {
        summary: 'Speak a text: the answer is a WAV file, as a caller hears it',
        description: 'What stands in {{ }} is known only in a call, and is left out.',
        body: z.strictObject({
          text: z.string().min(1).max(MOST_CHARACTERS),
          voice: Voice.optional().meta({ description: 'One that speaks the language, when left out.' }),
          language: Language.default('en'),
        }),
      },
    },
    async (request, reply) => {
      const { text, language, voice = voiceFor(ports.voices(), language) } = request.body;
      const spoken = { text: withoutValues(text), voice, language };
      const sound = await ports.speak(spoken).catch((error: unknown) => {
        throw refused(error);
      });
      return sendBytes(request, reply, bytesOf(sound.content), sound.mediaType);
    },
  );
}

/** A comma makes the voice pause where the value would be; at the ends of a text there is nothing to wait for. */
const withoutValues = (text: string): string => text.replace(/\{\{.*?\}\}/gs, ' , ').replace(/^[\s,]+|[\s,]+$/g, '');

function voiceFor(voices: readonly VoiceInfo[], language: string): string {
  const base = language.split('-')[0];
  const found = voices.find(({ languages }) => languages.some((each) => each.split('-')[0] === base));
  if (found) return found.id;
  throw new ApiError(422, 'no-voice-for-language', `There is no voice here that speaks '${language}'.`, {
    field: 'language',
    fix: 'Record the prompt and use the recording, or connect a voice that speaks this language.',
  });
}
