import type { CompiledFlow } from '#runtime/compile/compile';
import { type CallerAction, type FlowTest, TEST_CALLER } from '#runtime/flow/flow-test';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import type { Job, Step } from '#runtime/flow/step';
import { MemoryJournal } from './journal.ts';
import { offlinePorts } from './offline-ports.ts';
import { Outside } from './outside.ts';
import type { SessionPorts } from './ports.ts';
import { recordOf } from './record-of.ts';
import { ScriptedCallees } from './scripted-callees.ts';
import { ScriptedCaller } from './scripted-caller.ts';
import { scriptedHours } from './scripted-hours.ts';
import { ScriptedHttp, type SimulatedRequest } from './scripted-http.ts';
import { Session } from './session.ts';
import { SimulatedCall } from './simulated-call.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Simulated time after which a call is ended; nothing real takes longer. */
export const LONGEST_MS = 24 * 3_600_000;

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
  const callees = new ScriptedCallees(script?.callees ?? []);
  const driver = new SimulatedCall({
    callee: callees.next,
    clock,
    caller: script?.caller ?? TEST_CALLER,
    called: script?.called ?? '100',
    direction: compiled.direction,
    lengthOf: (media) => lengths.get(media) ?? 0,
  });
  const caller = new ScriptedCaller(driver, clock, script?.actions ?? []);
  const web = new ScriptedHttp(clock, script?.http ?? []);
  const afterwards = async (job: Job) => void jobs.push(job);
  const all = { ...offlinePorts(steps, lengths), hours: scriptedHours(script?.hours), afterwards, ...ports };
  const outside = new Outside();
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
      hours: outside.asked(all.hours),
      // The scripted one answers in virtual time, which must go on for it.
      http: ports?.http === undefined ? web.http : outside.asked(ports.http),
      secret: outside.asked(all.secret),
      observe: (event) => {
        if (event.type === 'operation.started') heard.push(...wordsOf(event));
        web.observe(event);
        callees.observe(event);
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
    if (outside.busy) {
      await outside.answer();
      continue;
    }
    if (clock.now() - startMs > LONGEST_MS) session.stop('too-long', 'The simulated call took more than a day.');
    else if (!clock.advance()) session.stop('stuck', `Nothing can happen any more in '${session.nodeId ?? ''}'.`);
  }
  return { record: recordOf(journal.events(), 'simulation'), heard, jobs, requests: web.requests, unused: caller.left };
}

function wordsOf({ details }: Extract<CallEvent, { type: 'operation.started' }>): string[] {
  const text = details !== null && typeof details === 'object' && 'text' in details ? details.text : '';
  return typeof text === 'string' && text !== '' ? [text] : [];
}
