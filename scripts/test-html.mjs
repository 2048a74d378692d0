// Opens the page that `plan --format html` writes in a headless Chromium, light and dark: no finding of
// axe, no request to anywhere, drawing, timeline and every finding to be seen. Needs no Docker.
// With `--screenshot FILE` it also keeps the picture that the README shows.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const PLANS = ['several', 'node-removed', 'lossy', 'first'];
const SCHEMES = ['light', 'dark'];
const PICTURE = { width: 1100, height: 1130 };
const root = resolve(import.meta.dirname, '..');
const [, , option, picture] = process.argv;

const { axeSource, chromium, puppeteer } = await browserPackages();
const browser = await launch();
const problems = [];
try {
  for (const name of PLANS) {
    const page = pageOf(name);
    for (const scheme of SCHEMES) {
      const found = await problemsOf(page, scheme);
      problems.push(...found.map((problem) => `${name}, ${scheme}: ${problem}`));
    }
  }
  if (option === '--screenshot') await keepPicture(resolve(picture));
} finally {
  await browser.close();
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(
  `plan page in a browser: ${PLANS.length * SCHEMES.length} pages, ${problems.length} problems\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** What the command prints for a plan of the lab, and what must be seen of it. */
function pageOf(name) {
  const plan = readFileSync(join(root, 'test/fixtures/plans', `${name}.json`));
  const run = (format) =>
    spawnSync(
      process.execPath,
      [join(root, 'dist/src/cli/main.js'), 'plan', '-', '--format', format],
      { cwd: root, input: plan, encoding: 'utf8', maxBuffer: 2 ** 26 },
    ).stdout;
  const reports = [JSON.parse(run('json'))].flat();
  const codes = reports.flatMap(({ findings }) => findings.map(({ code }) => code));
  const hasSteps = reports.some(({ rollout }) => rollout.length > 0);
  const parts = hasSteps ? ['svg', '.timeline'] : ['svg'];
  return { markup: run('html'), codes: [...new Set(codes)], parts };
}

async function problemsOf({ markup, codes, parts }, scheme) {
  const page = await browser.newPage();
  const found = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) found.push(`asks for ${request.url()}`);
  });
  page.on('pageerror', (error) => found.push(String(error)));
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setContent(markup, { waitUntil: 'load' });
  await page.evaluate(axeSource);

  const { violations } = await page.evaluate(() => globalThis.axe.run());
  found.push(...violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`));
  // eslint-disable-next-line no-undef -- as above
  const text = await page.evaluate(() => document.body.innerText);
  found.push(
    ...codes.filter((code) => !text.includes(code)).map((code) => `${code} is not to be seen`),
  );
  for (const part of parts) {
    const box = await (await page.$(part))?.boundingBox();
    if (!box?.height) found.push(`${part} is not to be seen`);
  }
  await page.close();
  return found;
}

async function keepPicture(file) {
  const page = await browser.newPage();
  await page.setViewport(PICTURE);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await page.setContent(pageOf('several').markup, { waitUntil: 'load' });
  writeFileSync(file, await page.screenshot({ clip: { x: 0, y: 0, ...PICTURE } }));
}

async function launch() {
  const executablePath = await chromium.executablePath();
  return puppeteer.launch({ args: chromium.args, executablePath, headless: 'shell' });
}

/** Installed once into a folder of their own: no other command should wait for 80 MB. */
async function browserPackages() {
  const folder = join(root, '.cache/browser');
  const lock = join(root, 'scripts/browser/package-lock.json');
  const installed = join(folder, 'package-lock.json');
  const isFresh =
    existsSync(join(folder, 'node_modules')) &&
    readFileSync(installed, 'utf8') === readFileSync(lock, 'utf8');
  if (!isFresh) {
    process.stdout.write('Installing a headless Chromium into .cache/browser ...\n');
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) {
      copyFileSync(join(root, 'scripts/browser', name), join(folder, name));
    }
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${status}`);
  }
  // Makes the package bring the libraries, such as NSS, that a server has no reason to have.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const require = createRequire(join(folder, 'package.json'));
  const load = async (name) => (await import(pathToFileURL(require.resolve(name)).href)).default;
  return {
    axeSource: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'),
    chromium: await load('@sparticuz/chromium'),
    puppeteer: await load('puppeteer-core'),
  };
}
