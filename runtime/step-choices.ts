import { StepFailed } from '#runtime/flow/call';
import type { JsonObject } from '#runtime/flow/json';
import { type Choice, Choices } from '#runtime/flow/live-choices';
import type { HttpRequest, HttpResponse, Step } from '#runtime/flow/step';

const DEADLINE_MS = 10_000;

export interface StepChoiceParts {
  readonly steps: ReadonlyMap<string, Step>;
  readonly http: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  readonly secret: (name: string) => Promise<string>;
}

export interface ChoiceQuestion {
  readonly step: string;
  /** Path of the setting: `calendar`, `rows.column`. */
  readonly field: string;
  readonly query: string;
  readonly settings: JsonObject;
}

/**
 * What a step offers for one of its settings now. What it gives is checked and the wait is limited, for it may come from
 * a plugin. Undefined when there is no such step, or it offers no choices.
 */
export async function stepChoices(
  { steps, http, secret }: StepChoiceParts,
  { step: type, field, query, settings }: ChoiceQuestion,
): Promise<readonly Choice[] | undefined> {
  const step = steps.get(type);
  if (step?.optionsFor === undefined) return undefined;
  const late = AbortSignal.timeout(DEADLINE_MS);
  const allowed = new Set(step.traits.rights?.secrets ?? []);
  const ctx = {
    query,
    settings,
    http: (request: HttpRequest) => http(request, late),
    secret: (name: string) =>
      allowed.has(name)
        ? secret(name)
        : Promise.reject(new StepFailed('secret-refused', `The step does not declare the secret '${name}'.`)),
  };
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () =>
      reject(new StepFailed('choices-timeout', `The choices were not found within ${DEADLINE_MS / 1_000} s.`)),
    );
  });
  const found = await Promise.race([step.optionsFor(ctx, field), tooLate]).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error
      ? error
      : new StepFailed('choices-failed', `The choices can not be found: ${String(error).slice(0, 300)}`);
  });
  const checked = Choices.safeParse(found);
  if (checked.success) return checked.data;
  throw new StepFailed('choices-invalid', `The step '${type}' gave choices that can not be shown.`);
}
