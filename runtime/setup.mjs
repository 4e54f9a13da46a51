// Makes a fresh machine ready: `node runtime/setup.mjs start|test|build [--json]`. Needs nothing but Node.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Patchcord needs Node 20.19 or later; this is ${process.versions.node}. Get one from https://nodejs.org`,
  );
  process.exit(1);
}
const { runSetup } = await import('./setup/run.mjs');
process.exitCode = await runSetup(process.argv.slice(2));
