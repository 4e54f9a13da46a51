import * as z from 'zod';
import type { Call } from './call.ts';
import { CallerGone, StepFailed } from './call.ts';
import { destinationIn, destinationOf } from './destination.ts';
import type { HoursNow } from './hours.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import { type Choice, type ChoicesContext, LIVE_CHOICE } from './live-choices.ts';

// What a step's author needs beside this file; `patchcord/step` is the one entry point.
export type {
  BargeIn,
  Bridged,
  Call,
  CallerIdChoice,
  Collected,
  CollectOptions,
  Dialled,
  DialOptions,
  NotReached,
  Played,
  Recorded,
  RecordOptions,
  Sound,
  TransferOptions,
  Transferred,
} from './call.ts';
export type { Destination } from './destination.ts';
export type { HoursNow } from './hours.ts';
export type { HttpRequest, HttpResponse } from './http.ts';
export type { Json, JsonObject } from './json.ts';
export type { Choice, ChoicesContext } from './live-choices.ts';
export { CallerGone, destinationIn, destinationOf, StepFailed };

/** One way out of a node. */
export interface ExitSpec {
  /** Name of the list setting whose items each make an exit `<name>:<item id>`. */
  readonly each?: string;
  /** What the editor writes at the exit; for a list the name of the item's field that holds it. */
  readonly label?: string;
  /** Shape of the data that the exit carries, read by later nodes as `steps.<nodeId>.<field>`. */
  readonly data?: z.ZodType;
  /** May stay without an edge: the call then goes on as from `failed`. */
  readonly optional?: boolean;
  readonly description?: string;
}
export type Exits = Readonly<Record<string, ExitSpec>>;

/** A step without exits ends the flow, and leaves by `ended`. */
type FixedExit<E extends Exits> = [keyof E] extends [never]
  ? 'ended'
  : { [K in keyof E]: E[K] extends { each: string } ? never : K }[keyof E] & string;
type EachExit<E extends Exits> = { [K in keyof E]: E[K] extends { each: string } ? K : never }[keyof E] & string;
type DataArguments<Spec> = Spec extends { data: infer D extends z.ZodType } ? [data: z.input<D>] : [];

/** How a step ends: made by `ctx.exit` only. */
export interface Exit {
  readonly exit: string;
  readonly data?: Json;
}

export interface ExitFunction<E extends Exits> {
  <K extends FixedExit<E>>(name: K, ...data: K extends keyof E ? DataArguments<E[K]> : []): Exit;
  each<K extends EachExit<E>>(name: K, item: { readonly id: string }, ...data: DataArguments<E[K]>): Exit;
}

export interface Traits {
  /** A flow or a handler begins here; nothing leads to it. */
  readonly entry?: 'call' | 'error' | 'hangUp';
  /** The flow ends here; it has no exits. */
  readonly ends?: boolean;
  /** Waits for the caller, for time or for somebody else: what makes a loop through it safe. */
  readonly waits?: boolean;
  /** `answered`: the host answers the call first. `none`: runs also before the answer and after the hang-up. */
  readonly needs?: 'none' | 'answered' | 'audio';
  /** Of an entry: a flow that begins here makes calls, and has no caller before it has dialled. */
  readonly dialsOut?: boolean;
  /** What a resume after a crash may do again. */
  readonly effect?: 'none' | 'repeatable' | 'once';
  /** The step leaves by `failed` when it takes longer. */
  readonly deadlineMs?: number;
  readonly rights?: {
    readonly hosts?: readonly string[];
    readonly secrets?: readonly string[];
    readonly call?: readonly (keyof Call)[];
  };
  /** Settings that hold the name of a variable the step writes; `list.field` for one in each item of a list. */
  readonly writes?: readonly string[];
}

/** A rule over `settings` in CEL that must be true, run by the editor and by the runtime alike. */
export interface SettingsCheck {
  readonly rule: string;
  readonly message: string;
  readonly field: string;
  readonly fix?: string;
}

export interface Vars {
  get(name: string): Json;
  set(name: string, value: Json): void;
}

export interface StepLog {
  debug(message: string, fields?: JsonObject): void;
  info(message: string, fields?: JsonObject): void;
  warn(message: string, fields?: JsonObject): void;
  error(message: string, fields?: JsonObject): void;
}

/** A durable job: done once, also after the hang-up. */
export interface Job {
  readonly name: string;
  readonly data: JsonObject;
  /** `afterCall`: not before the call is over, and its record and recordings are stored. `now` (default): soon. */
  readonly when?: 'now' | 'afterCall';
}

/**
 * All that a step may touch. Every member is JSON or a named stream, for a plugin's context is a remote one.
 * Time passes only in its operations (`sleep`, `call.*`, `http`): a step never uses `Date`, timers or `fetch` itself.
 */
export interface StepContext<S = unknown, E extends Exits = Exits> {
  readonly nodeId: string;
  /** The node's settings with every `{{ }}` rendered. */
  readonly settings: S;
  readonly call: Call;
  readonly vars: Vars;
  /** Value of a CEL expression over `vars`, `steps`, `call`, `caller`, and `extra`. Missing values are null. */
  evaluate(expression: string, extra?: JsonObject): Json;
  /**
   * Any status is an answer. Where there is none it rejects with a StepFailed of a code such as `http-timeout`,
   * `http-unreachable`, `http-tls`, `http-address-refused` or `http-too-large`, the same on a re-run.
   */
  http(request: HttpRequest): Promise<HttpResponse>;
  /** What shared opening hours are now, by their id; the same on a re-run. Rejects with `hours-unknown`. */
  hours(id: string): Promise<HoursNow>;
  /** Value of a named secret that the step declares in its rights. */
  secret(name: string): Promise<string>;
  /** Takes the job at once, also when the caller is gone or the database is away. */
  readonly jobs: { afterwards(job: Job): Promise<void> };
  sleep(ms: number): Promise<void>;
  /** Milliseconds since the Unix epoch, on the call's clock; the same on a re-run. */
  now(): number;
  /** Appears on the call's timeline. */
  readonly log: StepLog;
  /** Keeps a state that a re-run after a crash finds in `restored`. */
  checkpoint(state: Json): void;
  readonly restored: Json;
  /** Aborts on the caller's hang-up and at the deadline. */
  readonly signal: AbortSignal;
  readonly exit: ExitFunction<E>;
}

export interface StepDefinition<S extends z.ZodObject, E extends Exits> {
  /** Kebab-case name in flows; never changed once published. */
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly group: 'call' | 'input' | 'logic' | 'data' | 'ai';
  /** Name of a lucide icon. */
  readonly icon: string;
  readonly summary: string;
  /** Markdown for the editor's help. */
  readonly docs?: string;
  /** CEL text over `settings` for the one line on the node, with `{{ }}`. */
  readonly line?: string;
  readonly settings: S;
  readonly checks?: readonly SettingsCheck[];
  readonly exits: E;
  readonly traits: Traits;
  /**
   * What can be chosen for a setting with the hint `ui: 'live-choice'`, found out while somebody edits it: the calendars
   * of an account, the queues of another system. `field` is its path, such as `calendar` or `rows.column`.
   */
  optionsFor?(ctx: ChoicesContext, field: string): Promise<readonly Choice[]>;
  /** From version n to n + 1, by n. */
  readonly migrate?: Readonly<Record<number, (settings: JsonObject) => JsonObject>>;
  run(ctx: StepContext<z.output<S>, E>): Promise<Exit>;
}

/** A step as the runtime holds it, whatever its settings. */
export interface Step extends Omit<StepDefinition<z.ZodObject, Exits>, 'run'> {
  run(ctx: StepContext<never, never>): Promise<Exit>;
}

const EXIT_NAME = /^[a-z][A-Za-z0-9]*$/;
/** Of every step; one that ends the flow also has `ended`, and no other. */
const RESERVED_EXITS: ReadonlySet<string> = new Set(['failed']);
const TYPE = /^[a-z][a-z0-9-]*$/;

/** Checks a step's declaration once, at load; throws an error that names the step and what is wrong. */
export function defineStep<S extends z.ZodObject, const E extends Exits>(definition: StepDefinition<S, E>): Step {
  const wrong = (what: string): never => {
    throw new Error(`Step '${definition.type}': ${what}`);
  };
  if (!TYPE.test(definition.type)) wrong('its type must be kebab-case.');
  const { shape } = definition.settings;
  for (const [name, spec] of Object.entries(definition.exits)) {
    if (!EXIT_NAME.test(name) || RESERVED_EXITS.has(name)) wrong(`'${name}' can't name an exit.`);
    if (spec.each !== undefined && !Object.hasOwn(shape, spec.each))
      wrong(`exit '${name}' is made by '${spec.each}', which is not a setting.`);
  }
  const hasExits = Object.keys(definition.exits).length > 0;
  if (definition.traits.ends && hasExits) wrong('a step that ends the flow has no exits.');
  if (!definition.traits.ends && !hasExits) wrong("it has no exits. If the flow ends there, set the trait 'ends'.");
  for (const path of definition.traits.writes ?? []) {
    const [setting = ''] = path.split('.');
    if (!Object.hasOwn(shape, setting)) wrong(`it writes '${path}', which is not a setting.`);
  }
  try {
    z.toJSONSchema(definition.settings, {
      io: 'input',
      override: ({ zodSchema, jsonSchema, path }) => {
        if (jsonSchema.ui === LIVE_CHOICE && definition.optionsFor === undefined)
          wrong(`${whereIn(path)} has live choices, but there is no 'optionsFor' that finds them.`);
        const lost = lostInJsonSchema(zodSchema);
        if (lost !== undefined) wrong(`${whereIn(path)} has a ${lost}, which JSON Schema can't carry. Use 'checks'.`);
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw message.startsWith('Step ') ? error : new Error(`Step '${definition.type}': ${message}`);
  }
  return definition as unknown as Step;
}

/** What of a setting would silently be dropped: everybody but the step itself reads only its JSON Schema. */
function lostInJsonSchema(schema: z.core.$ZodTypes): string | undefined {
  const { def } = schema._zod;
  if (def.type === 'pipe' || def.type === 'transform') return 'transform';
  if (def.type === 'catch') return 'catch';
  if ('coerce' in def && def.coerce === true) return 'coercion';
  for (const check of def.checks ?? []) {
    const kind = check._zod.def.check;
    if (kind === 'custom') return 'refine';
    if (kind === 'overwrite') return 'transform';
  }
  return undefined;
}

const whereIn = (path: readonly (string | number)[]): string =>
  `settings.${path.filter((key) => key !== 'properties').join('.')}`.replace(/\.$/, '');
