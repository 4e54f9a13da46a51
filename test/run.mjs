// `npm test`: the checks, then the tests, the quick ones first. The last line counts what really ran:
// `212 passed, 0 failed, 1 skipped`. With arguments (`npm test -- test/compile -t menu`) it runs only those tests.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

const checks = [
  { name: 'biome', command: [bin('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the editor', command: [bin('tsc'), '-p', 'editor/tsconfig.json'] },
  { name: "types of the editor's tests", command: [bin('tsc'), '-p', 'test/editor/tsconfig.json'] },
  { name: 'knip', command: [bin('knip'), '--tsConfig', 'tsconfig.build.json'] },
];

/** Whole calls in real time, and whole processes: they come last, and one file at a time, for the sake of their clocks. */
const slow = ['test/calls', 'test/setup', 'test/supervisor', 'test/editor'];

const groups = [
  { name: 'quick tests', args: slow.map((folder) => `--exclude=${folder}/**`) },
  { name: 'real-time tests', args: [...slow, '--no-file-parallelism'] },
];

const total = { passed: 0, failed: 0, skipped: 0 };

function add({ passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** Runs one check; its output is shown only when it fails. */
async function check({ name, command }) {
  const begun = Date.now();
  const { code, output } = await run(command, 'pipe');
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds(begun)})`);
  if (code !== 0) console.log(output.trimEnd());
  add(code === 0 ? { passed: 1 } : { failed: 1 });
}

/** Runs tests and counts them by Vitest's own report, not by its exit code. */
async function tests({ name, args }) {
  console.log(`\n${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'pc-test-'));
  const report = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await run([bin('vitest'), 'run', '--passWithNoTests', ...reporters, ...args], 'inherit');
    const counted = countOf(report);
    // An error outside of any test fails the run, and must not be lost among tests that passed.
    add(code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countOf(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { failed: 1 };
  }
  // A file that can't even be loaded has no tests to count.
  const broken = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function run([program, ...args], output) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', output, output] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
    }
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: text }));
  });
}

function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}

const begun = Date.now();
const wanted = process.argv.slice(2);
if (wanted.length > 0) {
  await tests({ name: 'chosen tests', args: wanted });
} else {
  await Promise.all(checks.map(check));
  for (const group of groups) await tests(group);
}
if (total.passed + total.failed === 0) add({ failed: 1 });
console.log(`\n${seconds(begun)}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
