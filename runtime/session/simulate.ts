import type { CompiledFlow } from '#runtime/compile/compile';
import type { Sound } from '#runtime/flow/call';
import { type CallerAction, type FlowTest, TEST_CALLER } from '#runtime/flow/flow-test';
import { promptFor } from '#runtime/flow/prompt';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import type { Job, Step } from '#runtime/flow/step';
import { MemoryJournal } from './journal.ts';
import type { Playable, SessionPorts } from './ports.ts';
import { recordOf } from './record-of.ts';
import { ScriptedCaller } from './scripted-caller.ts';
import { scriptedHours } from './scripted-hours.ts';
import { ScriptedHttp, type SimulatedRequest } from './scripted-http.ts';
import { Session } from './session.ts';
import { SimulatedCall } from './simulated-call.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A spoken prompt's length by its words, where nothing measures it: about 150 words a minute. */
const MS_PER_CHARACTER = 65;
/** Simulated time after which a call is ended; nothing real takes longer. */
const LONGEST_MS = 24 * 3_600_000;

export interface SimulateOptions {
  readonly compiled: CompiledFlow;
  readonly steps: ReadonlyMap<string, Step>;
  readonly script?: FlowTest;
  /** Replaces what a simulation does without, such as real speech lengths or HTTP. */
  readonly ports?: Partial<SessionPorts>;
  readonly observe?: (event: CallEvent) => void;
}

export interface Simulated {
  readonly record: CallRecord;
  /** The words of every prompt that began, in order. */
  readonly heard: readonly string[];
  /** What the call would have had done afterwards, in order. */
  readonly jobs: readonly Job[];
  /** What the call asked of web services, in order. */
  readonly requests: readonly SimulatedRequest[];
  /** Actions of the script that the call never came to. */
  readonly unused: readonly CallerAction[];
}

/** Runs a whole call on a virtual clock: the compiled machine itself, with a scripted caller. */
export async function simulate({ compiled, steps, script, ports, observe }: SimulateOptions): Promise<Simulated> {
  const startMs = script?.startsAt === undefined ? Date.now() : Date.parse(script.startsAt);
  const clock = new VirtualClock(startMs);
  const journal = new MemoryJournal();
  const lengths = new Map<string, number>();
  const heard: string[] = [];
  const jobs: Job[] = [];
  const driver = new SimulatedCall({
    clock,
    caller: script?.caller ?? TEST_CALLER,
    called: script?.called ?? '100',
    direction: compiled.flow.direction,
    lengthOf: (media) => lengths.get(media) ?? 0,
  });
  const caller = new ScriptedCaller(driver, clock, script?.actions ?? []);
  const web = new ScriptedHttp(clock, script?.http ?? []);
  const afterwards = async (job: Job) => void jobs.push(job);
  const all = { ...offline(steps, lengths), http: web.http, hours: scriptedHours(script?.hours), afterwards, ...ports };
  let ended = false;
  const session = new Session({
    callId: 'simulated',
    compiled,
    revision: 0,
    driver,
    clock,
    journal,
    test: true,
    ...(script?.variables === undefined ? {} : { variables: script.variables }),
    ports: {
      ...all,
      observe: (event) => {
        if (event.type === 'operation.started') heard.push(...wordsOf(event));
        web.observe(event);
        caller.observe(event);
        observe?.(event);
      },
    },
    onEnded: () => {
      ended = true;
    },
  });
  session.start();
  for (;;) {
    // All that is not time runs to its end first: then every step is blocked in an operation of its context.
    await new Promise((resolve) => setImmediate(resolve));
    if (ended) break;
    if (clock.now() - startMs > LONGEST_MS) session.stop('too-long', 'The simulated call took more than a day.');
    else if (!clock.advance()) session.stop('stuck', `Nothing can happen any more in '${session.nodeId ?? ''}'.`);
  }
  return { record: recordOf(journal.events(), 'simulation'), heard, jobs, requests: web.requests, unused: caller.left };
}

function wordsOf({ details }: Extract<CallEvent, { type: 'operation.started' }>): string[] {
  const text = details !== null && typeof details === 'object' && 'text' in details ? details.text : '';
  return typeof text === 'string' && text !== '' ? [text] : [];
}

/** What a simulation does without its neighbours: prompts as long as their words, no network, no secrets. */
function offline(
  steps: ReadonlyMap<string, Step>,
  lengths: Map<string, number>,
): Omit<SessionPorts, 'observe' | 'hours' | 'http' | 'afterwards'> {
  const playable = (sound: Sound, { language }: { language: string }): Playable => {
    const chosen = 'recording' in sound ? sound : promptFor(sound, language);
    const text = 'say' in chosen ? chosen.say : undefined;
    const media = text === undefined ? ('asset' in chosen ? chosen.asset : 'recording') : `say:${text}`;
    const durationMs = text === undefined ? 2_000 : text.trim() === '' ? 0 : 300 + text.length * MS_PER_CHARACTER;
    lengths.set(media, durationMs);
    return text === undefined ? { media, durationMs } : { media, durationMs, text };
  };
  return {
    steps,
    playable,
    secret: () => Promise.resolve('simulated-secret'),
    seal: (value) => ({ $sealed: JSON.stringify(value) }),
    open: (value) =>
      value !== null && typeof value === 'object' && '$sealed' in value ? JSON.parse(String(value.$sealed)) : value,
  };
}
