import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

// Packs the package, installs the tarball where nothing else is, and runs it as a user would.

const root = fileURLToPath(new URL('..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'bp-audit-smoke-'));

const fail = (message: string): never => {
	throw new Error(`smoke test: ${message}`);
};

const fieldOf = (value: unknown, key: string): unknown =>
	typeof value === 'object' && value !== null
		? Object.entries(value).find(([name]) => name === key)?.[1]
		: undefined;

try {
	const { stdout: packed } = await execa('npm', ['pack', '--silent', '--pack-destination', home], {
		cwd: root,
	});
	const tarball = packed.trim().split('\n').at(-1) ?? '';
	const app = join(home, 'app');
	mkdirSync(app);
	writeFileSync(join(app, 'package.json'), '{ "private": true }');
	await execa('npm', ['install', '--silent', '--ignore-scripts', '--no-audit', join(home, tarball)], {
		cwd: app,
	});
	const run = (args: readonly string[], cwd: string) =>
		execa('npx', ['--no-install', 'bp-audit', ...args], {
			cwd,
			reject: false,
			stdin: 'ignore',
			env: { XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') },
		});

	const version = await run(['--version'], app);
	if (!/^bp-audit \d+\.\d+\.\d+$/.test(version.stdout))
		fail(`--version says ${version.stdout} ${version.stderr}`);
	const help = await run(['check', '--help'], app);
	if (!help.stdout.includes('--fail-on')) fail('check --help does not name its flags');

	const sample = join(home, 'orders');
	cpSync(join(app, 'node_modules/bp-audit/dist/sample/orders-service'), sample, { recursive: true });
	for (const name of readdirSync(sample))
		renameSync(join(sample, name), join(sample, name.replace(/^dot-/, '.')));
	const check = await run(['check', sample, '--format', 'json'], app);
	if (check.exitCode !== 1) fail(`check ends with ${String(check.exitCode)}: ${check.stderr}`);
	const report: unknown = JSON.parse(check.stdout);
	if (fieldOf(report, 'schema') !== 1) fail('the report has another schema');
	const failures = fieldOf(fieldOf(report, 'summary'), 'fail');
	const errors = fieldOf(fieldOf(report, 'summary'), 'error');
	if (typeof failures !== 'number' || failures === 0) fail('the sample has no findings');
	if (errors !== 0) fail('checks broke');

	const demo = await run(['demo'], app);
	if (demo.exitCode !== 0 || !demo.stdout.includes('score')) fail(`demo: ${demo.stdout} ${demo.stderr}`);
	console.log(`${tarball} installs and runs: ${String(failures)} failing checks in the sample`);
} finally {
	rmSync(home, { recursive: true, force: true });
}
