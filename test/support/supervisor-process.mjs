// A supervisor as a process of its own, so that a test can kill it: `node supervisor-process.mjs FOLDER RUNTIME`.
import { findAsterisk } from '../../dist/runtime/supervisor/asterisk-install.js';
import { findPostgres } from '../../dist/runtime/supervisor/postgres-install.js';
import { placesIn } from '../../dist/runtime/supervisor/state-folder.js';
import { startSupervisor } from '../../dist/runtime/supervisor/supervisor.js';

const [folder, runtimeScript] = process.argv.slice(2);
const supervisor = await startSupervisor({
  folder: placesIn(folder),
  settings: {},
  runtimeScript,
  asterisk: await findAsterisk(),
  postgres: findPostgres(),
  version: '0.0.0',
  onEvent: (event) => console.error(JSON.stringify(event)),
});
process.on('SIGTERM', async () => {
  await supervisor.stop();
  process.exit(0);
});
console.log(JSON.stringify(supervisor.status()));
