import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FliteReply, FliteRequest } from './flite-protocol.ts';
import { SpeechError } from './speech-error.ts';
import type { Sound } from './wav.ts';

export type FliteOptions = {
  /** Folder that holds `libflite.so.1`; without it the system's own libraries are tried. */
  readonly libraryFolder?: string | undefined;
  /** For one text, waiting included. A text that takes longer costs the child its life. */
  readonly deadlineMs?: number;
  /** The child (about 80 MB) ends after this long without a request. */
  readonly idleMs?: number;
};

export type Flite = {
  /** `voice` is flite's own name, such as `rms`; the sound is as flite makes it, 16 kHz. */
  speak(voice: string, text: string): Promise<Sound>;
  stop(): Promise<void>;
  /** Process id of the running child. */
  pid(): number | undefined;
};

type Job = Omit<FliteRequest, 'id'> & {
  readonly id: number;
  readonly resolve: (sound: Sound) => void;
  readonly reject: (error: SpeechError) => void;
  retried: boolean;
};

const MOST_WAITING = 500;
const MOST_FALSE_STARTS = 3;
const FIRST_BACKOFF_MS = 100;
const MOST_BACKOFF_MS = 5_000;

const notInstalled = (why: string) =>
  new SpeechError(
    'speech-not-installed',
    `The local voice can't be loaded: ${why}`,
    'Run `npm start` once so that it is fetched, or install flite (Debian, Ubuntu: apt install libflite1), or use recordings.',
  );
const failed = (why: string) =>
  new SpeechError('speech-failed', `The local voice failed: ${why}`, 'Try other words, or use a recording.');

/** Child processes run the build, also when this file runs as TypeScript under test. */
const childScript = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../../dist/runtime/speech/flite-child.js', import.meta.url)
    : new URL('./flite-child.js', import.meta.url),
);

function forkChild(libraryFolder: string | undefined): ChildProcess {
  const libraries = libraryFolder ?? process.env.LD_LIBRARY_PATH;
  const child = fork(childScript, [], {
    // Native code that reads hostile text gets nothing of our environment.
    env: libraries ? { LD_LIBRARY_PATH: libraries } : {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

/** Speaks by flite in a child process, one text after another. The child starts with the first request. */
export function startFlite(options: FliteOptions = {}): Flite {
  const { deadlineMs = 20_000, idleMs = 60_000 } = options;
  const waiting: Job[] = [];
  let current: Job | undefined;
  let child: ChildProcess | undefined;
  let ready = false;
  let stopped = false;
  let failures = 0;
  let lastId = 0;
  let backoff: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;

  const rejectAll = (error: SpeechError) => {
    for (const job of waiting.splice(0)) job.reject(error);
    current?.reject(error);
    current = undefined;
  };

  const onReply = (reply: FliteReply) => {
    if (reply.kind === 'ready') ready = true;
    else if (reply.kind === 'unusable') {
      // It ends by itself; the next request tries again at once, for somebody may have installed it.
      child = undefined;
      rejectAll(notInstalled(reply.message));
    } else if (reply.id === current?.id) {
      failures = 0;
      if (reply.kind === 'spoken') current.resolve({ sampleRate: reply.sampleRate, samples: reply.samples });
      else current.reject(failed(reply.message));
      current = undefined;
    }
    pump();
  };

  const onGone = (gone: ChildProcess) => {
    if (gone !== child) return;
    child = undefined;
    failures++;
    if (!ready && failures >= MOST_FALSE_STARTS) rejectAll(failed('its process ends before it is ready.'));
    ready = false;
    if (current?.retried) current.reject(failed('its process ended while it spoke this text, twice.'));
    else if (current) {
      current.retried = true;
      waiting.unshift(current);
    }
    current = undefined;
    backoff = setTimeout(
      () => {
        backoff = undefined;
        pump();
      },
      Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)),
    );
    backoff.unref();
  };

  const start = () => {
    const started = forkChild(options.libraryFolder);
    child = started;
    started.on('message', onReply);
    started.once('exit', () => onGone(started));
    started.once('error', () => onGone(started));
  };

  const pump = () => {
    clearTimeout(idle);
    if (stopped || current || backoff) return;
    if (waiting.length === 0) {
      idle = setTimeout(endIdle, idleMs);
      idle.unref();
      return;
    }
    if (!child) return start();
    if (!ready) return;
    current = waiting.shift();
    if (current) child.send({ id: current.id, voice: current.voice, text: current.text } satisfies FliteRequest);
  };

  const endIdle = () => {
    const ended = child;
    child = undefined;
    ready = false;
    ended?.kill('SIGKILL');
  };

  const onDeadline = (job: Job) => {
    const place = waiting.indexOf(job);
    if (place >= 0) waiting.splice(place, 1);
    const holdsChild = job === current || !ready;
    if (job === current) current = undefined;
    job.reject(
      new SpeechError(
        'speech-timeout',
        `The local voice took over ${deadlineMs} ms.`,
        'Shorten the text, or try again.',
      ),
    );
    if (holdsChild) child?.kill('SIGKILL');
  };

  return {
    speak(voice, text) {
      if (stopped) return Promise.reject(new SpeechError('speech-stopped', 'The local voice is stopped.', 'Start it.'));
      if (waiting.length >= MOST_WAITING) {
        return Promise.reject(new SpeechError('speech-busy', 'Too many texts wait for the voice.', 'Try again later.'));
      }
      return new Promise<Sound>((resolve, reject) => {
        // This timer also keeps a program alive that waits for its sound: the child itself doesn't.
        const timer = setTimeout(() => onDeadline(job), deadlineMs);
        const done = <T>(settle: (value: T) => void) => {
          return (value: T) => {
            clearTimeout(timer);
            settle(value);
          };
        };
        const job: Job = { id: ++lastId, voice, text, resolve: done(resolve), reject: done(reject), retried: false };
        waiting.push(job);
        pump();
      });
    },
    async stop() {
      stopped = true;
      clearTimeout(idle);
      clearTimeout(backoff);
      rejectAll(new SpeechError('speech-stopped', 'The local voice was stopped.', 'Start it again.'));
      const ended = child;
      child = undefined;
      if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
      await new Promise((resolve) => {
        ended.once('exit', resolve);
        ended.ref();
        ended.kill('SIGKILL');
      });
    },
    pid: () => child?.pid,
  };
}
