import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';
import { SetupProblem } from './problem.mjs';

const sourceFolders = ['runtime', 'plugins', 'asterisk-config'];
const configuration = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts'];
/** What Vite makes the editor of: its own files, and what of the runtime is pure. */
const editorFolders = ['editor', 'runtime/flow', 'runtime/compile'];

/** Besides TypeScript's output, dist holds what that reads at run time. */
const isCopied = (path) => /\.(mjs|mts|sql|json|d\.ts)$/.test(path);
const isCompiled = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts');

/**
 * Builds dist/ when a source has changed, was added or removed. Costs a few milliseconds when nothing has. In an
 * installed package there is no source, and nothing to do.
 *
 * @param {string} root
 * @param {{ onBuild?: () => void }} [options]
 * @returns {Promise<'fresh' | 'built' | 'installed'>}
 */
export async function buildIfStale(root, { onBuild = () => {} } = {}) {
  if (!existsSync(join(root, 'tsconfig.build.json'))) return 'installed';
  if (isFresh(root)) return 'fresh';
  return withLock(join(root, 'dist', '.lock'), async () => {
    if (isFresh(root)) return 'fresh';
    onBuild();
    await build(root);
    return 'built';
  });
}

/** @param {string} root */
async function build(root) {
  const stamp = join(root, 'dist', '.stamp');
  const signature = signatureOf(root);
  rmSync(stamp, { force: true });
  const sources = sourceFolders.flatMap((folder) => [...filesBelow(root, folder)]);
  removeOrphans(root, sources);
  await compile(root);
  for (const path of sources.filter(isCopied)) {
    mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
    copyFileSync(join(root, path), join(root, 'dist', path));
  }
  await writeFlowSchema(root);
  await buildEditor(root);
  writeFileSync(stamp, signature);
}

/**
 * The editor is built again only when one of its own sources has changed.
 * @param {string} root
 */
async function buildEditor(root) {
  const stamp = join(root, 'dist', '.editor-stamp');
  const signature = signatureOf(root, editorFolders);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === signature) return;
  await run(root, 'vite', ['build', '--logLevel', 'warn']);
  writeFileSync(stamp, signature);
}

/** @param {string} root */
async function compile(root) {
  // Types are checked by `npm run check`; here they would only cost time.
  await run(root, 'tsc', ['-p', 'tsconfig.build.json', '--noCheck']);
}

/**
 * @param {string} root
 * @param {'tsc' | 'vite'} tool
 * @param {string[]} args
 */
async function run(root, tool, args) {
  const program = join(root, 'node_modules', '.bin', tool);
  if (!existsSync(program)) {
    throw new SetupProblem(
      'no-compiler',
      `The build tool ${tool} is not installed.`,
      'Run npm ci, without --omit=dev.',
    );
  }
  // Vite builds React's slow variant for any other value, such as the one that tests run under.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  if (code !== 0)
    throw new SetupProblem('build-failed', `The build failed:\n${output.trim()}`, 'Correct the source named above.');
}

/**
 * The JSON Schema of a flow, for people who write flows in an editor of their own.
 * @param {string} root
 */
async function writeFlowSchema(root) {
  const module = join(root, 'dist', 'runtime', 'flow', 'json-schema.js');
  if (!existsSync(module)) return;
  const { flowJsonSchema } = await import(`${pathToFileURL(module).href}?built=${Date.now()}`);
  const schema = typeof flowJsonSchema === 'function' ? flowJsonSchema() : flowJsonSchema;
  writeFileSync(join(root, 'dist', 'flow.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
}

/**
 * A module whose source is gone must not go on working.
 * @param {string} root
 * @param {string[]} sources
 */
function removeOrphans(root, sources) {
  const outputs = new Set(
    sources.flatMap((path) => {
      const name = path.replace(/\.ts$/, '');
      return isCompiled(path) ? [`${name}.js`, `${name}.js.map`, `${name}.d.ts`] : [path];
    }),
  );
  for (const folder of sourceFolders) {
    for (const path of filesBelow(join(root, 'dist'), folder)) {
      if (outputs.has(path)) continue;
      rmSync(join(root, 'dist', path), { force: true });
      // The compiler would believe that it has written this file already.
      rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
    }
  }
  const missing = [...outputs].some((path) => path.endsWith('.js') && !existsSync(join(root, 'dist', path)));
  if (missing) rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
}

/** @param {string} root */
function isFresh(root) {
  try {
    return readFileSync(join(root, 'dist', '.stamp'), 'utf8') === signatureOf(root);
  } catch {
    return false;
  }
}

/**
 * Names, times and sizes of everything that dist is made from.
 * @param {string} root
 * @param {string[]} [folders]
 */
function signatureOf(root, folders = [...sourceFolders, 'editor']) {
  const hash = createHash('sha256');
  const paths = [...configuration, ...folders.flatMap((folder) => [...filesBelow(root, folder)])];
  for (const path of paths) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/**
 * Paths relative to `root` of all files below one of its folders, in a stable order.
 * @param {string} root
 * @param {string} folder
 * @returns {Generator<string>}
 */
function* filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return;
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else if (entry.isFile()) yield path;
  }
}
