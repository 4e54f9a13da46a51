import type { Warning } from './expression-values.ts';
import { isObject } from './expression-values.ts';
import type { Json, JsonObject } from './json.ts';
import { parseTemplate } from './template.ts';

export interface CompiledSettings {
  /** Nothing in the settings has `{{ }}`: `render` always gives the same frozen object. */
  readonly constant: boolean;
  render(roots: JsonObject): { readonly settings: JsonObject; readonly warnings: readonly Warning[] };
}

type Render = (roots: JsonObject, warnings: Warning[]) => Json;

/**
 * Prepares a node's settings for its calls: every text with `{{ }}` in them is a template, wherever it stands.
 * Never throws; a template that is not one (the validator reports it) renders as nothing, with a warning.
 */
export function compileSettings(settings: JsonObject): CompiledSettings {
  const render = compile(settings);
  if (render === undefined) {
    const constant = { settings: frozen(settings), warnings: [] };
    return { constant: true, render: () => constant };
  }
  return {
    constant: false,
    render(roots) {
      const warnings: Warning[] = [];
      return { settings: render(roots, warnings) as JsonObject, warnings };
    },
  };
}

function frozen<T extends Json>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** Undefined for a value without templates. */
function compile(value: Json): Render | undefined {
  if (typeof value === 'string') return compileText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).map(([key, inner]) => {
    const render = compile(inner as Json);
    return [key, render ?? frozen(inner as Json)] as const;
  });
  if (entries.every(([, inner]) => typeof inner !== 'function')) return undefined;
  const rendered = (roots: JsonObject, warnings: Warning[]) =>
    entries.map(([key, inner]) => [key, typeof inner === 'function' ? inner(roots, warnings) : inner] as const);
  if (isObject(value)) return (roots, warnings) => Object.fromEntries(rendered(roots, warnings));
  return (roots, warnings) => rendered(roots, warnings).map(([, inner]) => inner);
}

function compileText(text: string): Render | undefined {
  if (!text.includes('{{')) return undefined;
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    const warning: Warning = { code: 'template-invalid', message: parsed.problem.message };
    return (_roots, warnings) => {
      warnings.push(warning);
      return '';
    };
  }
  const { template } = parsed;
  if (template.constant) return undefined;
  return (roots, warnings) => {
    const { text: rendered, warnings: found } = template.render(roots);
    warnings.push(...found);
    return rendered;
  };
}
