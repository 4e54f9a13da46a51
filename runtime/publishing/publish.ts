import { compileFlow } from '#runtime/compile/compile';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { Flow } from '#runtime/flow/schema';
import { validateFlow } from '#runtime/flow/validate';
import type { ValidateOptions } from '#runtime/flow/validate-surroundings';
import { type CheckDestination, destinationIssues } from './constant-destinations.ts';
import { isConstant, promptsOf, variantsOf } from './constant-prompts.ts';

/** What a revision depends on; fixed when it is published. */
export interface RevisionPins {
  readonly flows: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, number>>;
  readonly assets: readonly string[];
}

export interface PublishingParts {
  readonly catalogue: Catalogue;
  /** Speaks a text into the sound store. Rejects with a coded error where no voice can. */
  readonly speak: (request: {
    readonly text: string;
    readonly voice: string;
    readonly language: string;
  }) => Promise<unknown>;
  readonly hasAsset: (hash: string) => Promise<boolean>;
  /** What there is of what flows share. What is left out counts as there. */
  readonly shared?: Pick<ValidateOptions, 'hours' | 'connections'>;
  /** What the dial gate says of a destination; without it none are looked at. */
  readonly mayDial?: CheckDestination;
}

export type Prepared =
  | { readonly ok: true; readonly pins: RevisionPins; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Makes a flow ready for calls: it must compile, its recordings must be there, and what it always says the same way is
 * spoken now, so that no caller waits for it.
 */
export async function prepareRevision(flow: Flow, parts: PublishingParts): Promise<Prepared> {
  const issues = [...validateFlow(flow, parts.catalogue, parts.shared)];
  const compiled = compileFlow(flow, parts.catalogue);
  if (!compiled.ok) return { ok: false, issues };
  if (parts.mayDial) issues.push(...(await destinationIssues(flow, parts.catalogue, parts.mayDial)));
  const assets = new Set<string>();
  for (const prompt of promptsOf(flow, parts.catalogue)) {
    for (const { language, sound } of variantsOf(prompt, flow.language)) {
      if ('asset' in sound) {
        assets.add(sound.asset);
        if (!(await parts.hasAsset(sound.asset))) issues.push(missing(sound.asset));
      } else if ('say' in sound && isConstant(sound.say) && sound.say.trim() !== '') {
        const problem = await parts
          .speak({ text: sound.say.trim(), voice: sound.voice ?? flow.voice, language })
          .then(() => undefined, unspeakable);
        if (problem !== undefined) issues.push(problem);
      }
    }
  }
  if (issues.some((issue) => issue.severity === 'error')) return { ok: false, issues };
  const steps = Object.fromEntries(
    [...compiled.compiled.nodes.values()].map(({ entry }) => [entry.type, entry.version]),
  );
  return { ok: true, pins: { flows: {}, steps, assets: [...assets].sort() }, warnings: issues };
}

const missing = (hash: string): Issue => ({
  code: 'asset-missing',
  severity: 'error',
  message: `The recording ${hash.slice(0, 15)}… is not in the sound store.`,
  fix: 'Upload the recording again, or let a voice speak the words.',
});

function unspeakable(error: unknown): Issue {
  const { message, fix } = error as { message?: string; fix?: string };
  return {
    code: 'no-voice-for-language',
    severity: 'error',
    message: message ?? 'No voice can say this.',
    fix: fix ?? 'Choose another voice, or upload a recording.',
  };
}
