// Stands for the runtime in tests of the supervisor: beats, says that it is ready, and does nothing else.
import { createServer } from 'node:http';

const config = JSON.parse(process.env.PATCHCORD_RUNTIME);
const beat = () => process.connected && process.send({ type: 'heartbeat', liveCalls: 0 });
setInterval(beat, 500);
beat();
createServer((_request, response) => response.end(JSON.stringify(config))).listen(config.http.port, '127.0.0.1', () => {
  process.send({ type: 'ready', address: `http://127.0.0.1:${config.http.port}` });
});
process.on('SIGTERM', () => process.exit(0));
