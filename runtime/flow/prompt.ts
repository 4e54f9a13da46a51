import * as z from 'zod';

/** Text for people, with `{{ expression }}` inside. Rendered by the host before a step sees it. */
export const Text = z.string().max(4_000).meta({ ui: 'text' });
export type Text = z.infer<typeof Text>;

/** One CEL expression, without braces. Evaluated by the step through `ctx.evaluate`. */
export const Expression = z.string().min(1).max(2_000).meta({ ui: 'expression' });
export type Expression = z.infer<typeof Expression>;

/** The hash of a file in the asset store: `sha256:` and 64 hexadecimal digits. */
export const AssetHash = z.string().regex(/^sha256:[0-9a-f]{64}$/);
export type AssetHash = z.infer<typeof AssetHash>;

/** A BCP 47 language, such as `en` or `pt-BR`. */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(20)
  .meta({ ui: 'language' });
export type Language = z.infer<typeof Language>;

/** `<connection>:<voice>`, such as `local:rms`. */
export const Voice = z
  .string()
  .regex(/^[a-z][a-z0-9-]*:[A-Za-z0-9_.-]+$/)
  .max(80)
  .meta({ ui: 'voice' });
export type Voice = z.infer<typeof Voice>;

const Spoken = z.strictObject({ say: Text, voice: Voice.optional() });
const Recorded = z.strictObject({ asset: AssetHash });

/** What the caller hears: words for a voice, a recording by its hash, or one of these for each language. */
export const Prompt = z
  .union([Spoken, Recorded, z.strictObject({ languages: z.record(Language, z.union([Spoken, Recorded])) })])
  .meta({ ui: 'prompt' });
export type Prompt = z.infer<typeof Prompt>;

/** The prompt for one language: its own variant, else that of the base language, else the first one. */
export function promptFor(prompt: Prompt, language: string): z.infer<typeof Spoken> | z.infer<typeof Recorded> {
  if (!('languages' in prompt)) return prompt;
  const variants = prompt.languages;
  const chosen = variants[language] ?? variants[language.split('-')[0] ?? ''] ?? Object.values(variants)[0];
  return chosen ?? { say: '' };
}
