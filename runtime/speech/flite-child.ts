/**
 * The child process that holds flite (native code fed with hostile text). Started by `flite-process.ts` with an IPC
 * channel and, in LD_LIBRARY_PATH, the folder of the libraries; it answers one request at a time.
 */
import koffi from 'koffi';
import type { FliteReply, FliteRequest } from './flite-protocol.ts';

type Wave = { sample_rate: number; num_samples: number; num_channels: number; samples: unknown };

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/** Makes the kernel end this process with its parent, also when the parent is killed while a text is being spoken. */
function dieWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  koffi.load('libc.so.6').func('int prctl(int option, unsigned long value)')(PR_SET_PDEATHSIG, SIGKILL);
}

function loadFlite() {
  // Voices look for symbols of these three: so they are loaded first, and for everybody.
  const [flite] = ['libflite.so.1', 'libflite_usenglish.so.1', 'libflite_cmulex.so.1'].map((name) =>
    koffi.load(name, { global: true }),
  );
  if (!flite) throw new Error('libflite.so.1 gave no library.');
  const waveType = koffi.struct('cst_wave', {
    type: 'void *',
    sample_rate: 'int',
    num_samples: 'int',
    num_channels: 'int',
    samples: 'int16_t *',
  });
  flite.func('int flite_init(void)')();
  const seedRandom = koffi.load('libc.so.6').func('void srand(unsigned int seed)');
  const textToWave = flite.func('cst_wave *flite_text_to_wave(const char *text, void *voice)');
  const deleteWave = flite.func('void delete_wave(cst_wave *wave)');
  const voices = new Map<string, unknown>();

  const voiceOf = (name: string): unknown => {
    const known = voices.get(name);
    if (known) return known;
    const library = koffi.load(`libflite_cmu_us_${name}.so.1`, { global: true });
    const voice: unknown = library.func(`void *register_cmu_us_${name}(const char *folder)`)(null);
    voices.set(name, voice);
    return voice;
  };

  return (voice: string, text: string) => {
    const known = voiceOf(voice);
    // The voices are made with noise: from the same seed, the same text is the same file, with the same hash, anywhere.
    seedRandom(1);
    const pointer: unknown = textToWave(text, known);
    if (!pointer) throw new Error('flite gave no sound.');
    try {
      const wave = koffi.decode(pointer, waveType) as Wave;
      const count = wave.num_channels === 1 ? wave.num_samples : 0;
      const samples = count > 0 ? (koffi.decode(wave.samples, 'int16_t', count) as Int16Array) : new Int16Array(0);
      return { sampleRate: wave.sample_rate, samples };
    } finally {
      deleteWave(pointer);
    }
  };
}

const send = (reply: FliteReply) => process.send?.(reply);
const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

try {
  dieWithParent();
  const speak = loadFlite();
  process.on('message', (request: FliteRequest) => {
    try {
      send({ kind: 'spoken', id: request.id, ...speak(request.voice, request.text) });
    } catch (error) {
      send({ kind: 'failed', id: request.id, message: said(error) });
    }
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'unusable', message: said(error) });
  process.disconnect?.();
}
