import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseFormat, environmentOf, makePlace, program } from './support.ts';
import type { Place } from './support.ts';
import { openTerminal } from './terminal.ts';
import type { TestTerminal } from './terminal.ts';

// What a session leaves with the user: a place in their editor, a plan that can be replayed, a report.

let place: Place;
beforeEach(async () => {
	place = await makePlace();
});
afterEach(() => {
	place.remove();
});

const open = (folder: string, env: Readonly<Record<string, string>> = {}): TestTerminal =>
	openTerminal(process.execPath, [program, folder], {
		env: { ...environmentOf(place.home), ...env },
		cwd: place.home,
	});

// `examples` is data of the repository around it, and stands for itself where it is named.
test.each(['services/mail', 'examples/mail'])('a file opens where it is in a session on %s', async inside => {
	const folder = join(place.repo, inside);
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'pyproject.toml'),
		'[project]\nname = "mail"\nversion = "1"\nrequires-python = ">=3.9"\n',
	);
	writeFileSync(join(folder, 'mail.py'), 'import requests\n\nrequests.get("https://example.com")\n');
	await place.git('add', '-A');
	await place.git('commit', '-q', '-m', 'Mail');
	const editor = join(place.home, 'editor.sh');
	writeFileSync(editor, '#!/bin/sh\necho "editing $*"\nread answer\n', { mode: 0o755 });
	await using terminal = open(folder, { EDITOR: editor });
	await terminal.waitFor('/100');
	terminal.press('/', '6', '.', '1', 'enter');
	await terminal.waitFor('▸✗ 6.1');
	terminal.press('e');
	await terminal.waitFor(/editing .*mail\.py/);
	expect(terminal.screen().replaceAll(/\s/g, '')).toContain(join(folder, 'mail.py'));
	terminal.press('enter');
	await terminal.waitFor(/Back from .*mail\.py/);
});

/** The process group that a program wrote down, once the whole number is there. */
const groupIn = async (file: string): Promise<number> =>
	vi.waitFor(
		() => {
			const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
			expect(text).toMatch(/^[1-9]\d*\n$/);
			return Number(text);
		},
		{ timeout: 40_000 },
	);

test('a plan that was saved makes the same commits in another checkout', async () => {
	await using terminal = open(place.repo);
	await chooseFormat(terminal);
	terminal.press('enter');
	await terminal.waitFor('✓ Committed');
	terminal.press('P');
	await terminal.waitFor('Saved 1 choice');
	terminal.press('W');
	await terminal.waitFor('The report is in bp-audit-report-');
	terminal.press('ctrl-c');
	await terminal.ended();

	const files = readdirSync(place.home);
	const plan = files.find(name => name.endsWith('.toml')) ?? '';
	const report = files.find(name => name.endsWith('.html')) ?? '';
	expect(plan).toMatch(/^bp-audit-plan-/);
	expect(readFileSync(join(place.home, report), 'utf8')).toContain('<h1>orders: score');
	const branch = await place.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/bp-audit');
	const made = await place.git('log', '--format=%T %s', `main..${branch}`);
	expect(made.split('\n')).toHaveLength(1);

	await place.git('branch', '-D', branch);
	const replayed = await place.run('fix', '--plan', plan, '--branch', 'bp-audit/again', place.repo);
	expect(replayed.err + replayed.out).toContain('format one file with ruff');
	expect(await place.git('log', '--format=%T %s', 'main..bp-audit/again')).toBe(made);
});

test('the project’s tools run after a yes, and nothing of them is left when the session ends', async () => {
	const tools = join(place.home, 'tools');
	mkdirSync(tools);
	const pid = join(place.home, 'pid');
	writeFileSync(
		join(tools, 'ruff'),
		`#!/bin/sh\ncase "$*" in check*) exit 0;; esac\necho $$ > ${pid}\nsleep 600 & wait\n`,
		{
			mode: 0o755,
		},
	);
	await using terminal = open(place.repo, { PATH: `${tools}:${process.env['PATH'] ?? ''}` });
	await terminal.waitFor('/100');
	terminal.press('T');
	await terminal.waitFor('This runs code of the repository');
	await terminal.waitFor('y yes');
	expect(existsSync(pid)).toBe(false);
	terminal.press('y');
	await terminal.waitFor('ruff format');
	const group = await groupIn(pid);
	terminal.press('ctrl-c');
	expect(await terminal.ended()).toBe(130);
	// Signal 0 only asks: it throws where the group is gone.
	await vi.waitFor(() => expect(() => process.kill(-group, 0)).toThrow('ESRCH'), { timeout: 30_000 });
	expect(await place.git('status', '--porcelain')).toBe('');
});

test('nothing of the tools is left when `check --run` is interrupted', async () => {
	const tools = join(place.home, 'tools');
	mkdirSync(tools);
	const pid = join(place.home, 'pid');
	writeFileSync(join(tools, 'ruff'), `#!/bin/sh\necho $$ > ${pid}\nsleep 600 & wait\n`, { mode: 0o755 });
	const env = { ...environmentOf(place.home), PATH: `${tools}:${process.env['PATH'] ?? ''}` };
	const check = execa(process.execPath, [program, 'check', '--run', place.repo], {
		env,
		extendEnv: false,
		reject: false,
	});
	const group = await groupIn(pid);
	check.kill('SIGINT');
	await check;
	await vi.waitFor(() => expect(() => process.kill(-group, 0)).toThrow('ESRCH'), { timeout: 30_000 });
});

test('the mouse chooses once it is on, and the terminal has it back at the end', async () => {
	await using terminal = open(place.repo);
	await terminal.waitFor('/100');
	terminal.press('m');
	await terminal.waitFor('The mouse is on');
	const lines = terminal.screen().split('\n');
	const y = lines.findIndex((line, at) => at > 3 && /^ [✗!] \d/.test(line));
	const number = /^ [✗!] ([\d.]+)/.exec(lines[y] ?? '')?.[1] ?? '';
	terminal.press(`\u001B[<0;5;${String(y + 1)}M\u001B[<0;5;${String(y + 1)}m`);
	await terminal.waitFor(new RegExp(`▸[✗!] ${number.replaceAll('.', '\\.')}`));
	terminal.press('ctrl-c');
	await terminal.ended();
	expect(terminal.raw().lastIndexOf('\u001B[?1000l')).toBeGreaterThan(
		terminal.raw().lastIndexOf('\u001B[?1000h'),
	);
});
