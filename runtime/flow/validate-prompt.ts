import { isObject } from './expression-values.ts';
import type { Issue } from './issue.ts';
import type { Json } from './json.ts';
import type { Surroundings, Where } from './validate-surroundings.ts';

/** A prompt says something, its recording is there, and somebody speaks its language. */
export function promptIssues(prompt: Json, where: Where, surroundings: Surroundings): Issue[] {
  if (!isObject(prompt)) return [];
  const { flow } = surroundings;
  if (!isObject(prompt.languages)) return variantIssues(prompt, flow.language, where, surroundings);
  const variants = Object.entries(prompt.languages);
  if (variants.length === 0) return [empty(where)];
  return variants.flatMap(([language, variant]) =>
    isObject(variant)
      ? variantIssues(variant, language, { ...where, field: `${where.field}.languages.${language}` }, surroundings)
      : [],
  );
}

function variantIssues(
  variant: { readonly [key: string]: Json },
  language: string,
  where: Where,
  { flow, options }: Surroundings,
): Issue[] {
  if (typeof variant.asset === 'string') {
    if (options.hasAsset?.(variant.asset) ?? true) return [];
    return [
      {
        ...where,
        code: 'asset-missing',
        field: `${where.field}.asset`,
        message: 'The recording of this prompt is not in the asset store.',
        fix: 'Upload the recording again, or write the words for a voice.',
      },
    ];
  }
  if (typeof variant.say !== 'string') return [];
  if (variant.say.trim() === '') return [empty({ ...where, field: `${where.field}.say` })];
  const voice = typeof variant.voice === 'string' ? variant.voice : flow.voice;
  if (options.canSpeak?.(language, voice) ?? true) return [];
  return [
    {
      ...where,
      code: 'no-voice-for-language',
      field: `${where.field}.say`,
      message: `The voice '${voice}' does not speak '${language}'.`,
      fix: 'Upload a recording of this prompt, or choose a voice that speaks the language.',
    },
  ];
}

function empty(where: Where): Issue {
  return {
    ...where,
    code: 'prompt-empty',
    message: 'The prompt says nothing.',
    fix: 'Write what the caller should hear, or choose a recording.',
  };
}
