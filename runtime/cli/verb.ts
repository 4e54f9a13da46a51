import type { Command } from 'commander';

/** One verb of `patchcord`, one file each; `main.ts` lists them. Every verb has `--json` and `--help`. */
export interface Verb {
  name: string;
  /** One line of the help. */
  summary: string;
  /** Adds arguments and options, and the action: `command.argument(...).action(act(command, async (...) => ...))`. */
  configure(command: Command): void;
}

/** What went wrong, for people and programs; `fix` says what the reader can do. */
export class CliError extends Error {
  readonly code: string;
  readonly fix: string;

  constructor(code: string, message: string, fix: string) {
    super(message);
    this.name = 'CliError';
    this.code = code;
    this.fix = fix;
  }
}

/** Where a verb's results go. */
export interface Output {
  json: boolean;
  /** A line for people; nothing with `--json`. */
  say(line: string): void;
  /** The result: one line of JSON with `--json`, else the text for people. */
  result(value: unknown, text: string | (() => string)): void;
}

/**
 * Wraps a verb's action: gives it an Output, and turns what it throws into `{ code, message, fix }` and exit code 1.
 * An action that fails without throwing returns its exit code.
 */
export function act<Args extends unknown[]>(
  command: Command,
  // biome-ignore lint/suspicious/noConfusingVoidType: an action that ends well returns nothing
  action: (output: Output, ...args: Args) => Promise<number | void>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const output = outputFor(command.optsWithGlobals().json === true);
    try {
      process.exitCode = (await action(output, ...args)) ?? process.exitCode ?? 0;
    } catch (error) {
      process.exitCode = 1;
      reportError(error, output.json);
    }
  };
}

export function outputFor(json: boolean): Output {
  return {
    json,
    say(line) {
      if (!json) process.stdout.write(`${line}\n`);
    },
    result(value, text) {
      process.stdout.write(`${json ? JSON.stringify(value) : typeof text === 'function' ? text() : text}\n`);
    },
  };
}

/** With `--json` the error is the one JSON object on the output; else two lines for people. Never a stack trace. */
export function reportError(error: unknown, json: boolean): void {
  const { code, message, fix } = described(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, fix } })}\n`);
  else process.stderr.write(`${message}\n${fix}\n`);
}

function described(error: unknown): { code: string; message: string; fix: string } {
  const { code, message, fix } = error instanceof Error ? (error as Error & { code?: unknown; fix?: unknown }) : {};
  return {
    code: typeof code === 'string' ? code : 'unexpected',
    message: message ?? String(error),
    fix: typeof fix === 'string' ? fix : 'Run `npx patchcord doctor`; if it finds nothing, report this.',
  };
}
