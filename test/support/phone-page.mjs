// Runs in a page of the browser: a phone that a test holds in its hand. Bundled by `phone-bundle.ts`.
import JsSIP from 'jssip';

const state = { events: [], peak: 0, cause: undefined, status: undefined };
let session;

/** Calls; settles when the call is answered, and throws when it is refused. */
async function call({ socket, uri, username, password, target }) {
  const address = new URL(socket, location.href);
  address.protocol = 'ws:';
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(address.href)],
    uri,
    authorization_user: username,
    password,
    register: false,
    session_timers: false,
  });
  agent.start();
  await new Promise((resolve, reject) => {
    agent.once('connected', resolve);
    agent.once('disconnected', () => reject(new Error('The WebSocket was refused.')));
  });
  session = agent.call(target, {
    // As the microphone gives it: what is looked for in the recording is a tone.
    mediaConstraints: { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } },
    pcConfig: { iceServers: [] },
  });
  session.connection.addEventListener('track', ({ track, streams }) => listen(streams[0] ?? new MediaStream([track])));
  await new Promise((resolve, reject) => {
    session.once('confirmed', resolve);
    session.once('failed', ({ cause, message }) => reject(new Error(`${cause} ${message?.status_code ?? ''}`)));
  });
  session.on('ended', ({ cause, originator }) => state.events.push({ type: 'ended', cause, by: originator }));
  return address.href;
}

/** Measures what the person at this browser would hear. */
function listen(stream) {
  // Chromium gives a remote stream to Web Audio only while an element plays it.
  const element = new Audio();
  element.srcObject = stream;
  element.muted = true;
  void element.play();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    state.peak = Math.max(state.peak, Math.sqrt(power));
  }, 20);
}

/** The loudest level since the last question, in dBFS. */
function heard() {
  const { peak } = state;
  state.peak = 0;
  return 20 * Math.log10(Math.max(peak, 1e-6));
}

const press = (keys) => session.sendDTMF(keys, { transportType: 'RFC2833', duration: 120, interToneGap: 100 });
const hangUp = () => session.terminate();

globalThis.testPhone = { call, press, hangUp, heard, events: state.events };
