// Starts one child that outlives everything but its leash, prints its pid, and waits: `node leash-holder.mjs kernel|pipe`.
import { spawnLeashed } from '../../dist/runtime/supervisor/leash.js';

const child = spawnLeashed('/bin/sleep', ['600'], { heldBy: process.argv[2], stdio: 'ignore' });
console.log(child.pid);
setInterval(() => {}, 1000);
